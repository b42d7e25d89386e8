from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import kavenegar
from ...transport import Answer, request

_lt = LazyTranslate(__name__)

BASE = "https://api.kavenegar.com"


class LoyaltySmsProviderKavenegar(models.AbstractModel):
    """Kavenegar's REST interface (https://kavenegar.com/rest.html)."""

    _name = "loyalty.sms.provider.kavenegar"
    _inherit = ["loyalty.sms.provider.kind"]
    _description = "SMS Provider: Kavenegar"
    _label = _lt("Kavenegar")
    _sequence = 10
    _asks = True
    _tells_credit = True
    _tells_cost = True
    _required = ("api_key",)
    _optional = ("url", "sender")

    def _address(self, gateway, method):
        base = (gateway.url or BASE).rstrip("/")
        return f"{base}/v1/{gateway.api_key}/{method}.json"

    def _send(self, gateway, attempt):
        form = kavenegar.send_params(attempt.number, attempt.message_id.body, gateway.sender, attempt.id)
        return self._exchange(gateway, "POST", self._address(gateway, "sms/send"), kavenegar.read_answer, data=form)

    def _ask(self, gateway, attempt):
        if attempt.provider_ref:
            method, name, value = "sms/status", "messageid", attempt.provider_ref
        else:
            method, name, value = "sms/statuslocalmessageid", "localid", str(attempt.id)
        answer = request("POST", self._address(gateway, method), data={name: value})
        if not isinstance(answer, Answer):
            return None
        return (kavenegar.read_status(answer.body) or {}).get(value)

    def _credit(self, gateway):
        answer = request("GET", self._address(gateway, "account/info"))
        credit = kavenegar.read_credit(answer.body) if isinstance(answer, Answer) else None
        return None if credit is None else self.env._("%s Rial", credit)

    def _set_up(self, gateway):
        return Markup("<p>%s</p>") % self.env._(
            "The API key is in Kavenegar's panel, under account settings. The sender is one of your lines."
        )
