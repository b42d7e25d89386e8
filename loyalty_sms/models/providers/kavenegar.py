from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import kavenegar
from ...transport import Request

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
    _drops_repeats = True
    _templates = True
    _batch_size = 200
    _tells_credit = True
    _tells_cost = True
    _required = ("api_key",)
    _optional = ("url", "sender", "code_template")

    def _address(self, gateway, method):
        base = (gateway.url or BASE).rstrip("/")
        return f"{base}/v1/{gateway.api_key}/{method}.json"

    def _request(self, gateway, attempts):
        rows = [(attempt.number, attempt.message_id.body, attempt.id) for attempt in attempts]
        method, form = kavenegar.send_form(rows, gateway.sender)
        numbers = attempts.mapped("number")
        return Request(
            "POST",
            self._address(gateway, method),
            lambda status, body: kavenegar.read_answers(status, body, numbers),
            {"data": form},
        )

    def _code_request(self, gateway, attempt, code):
        form = kavenegar.lookup_form(attempt.number, gateway.code_template, code)
        return Request("POST", self._address(gateway, "verify/lookup"), kavenegar.read_answer, {"data": form})

    def _ask_many(self, gateway, attempts):
        states = {}
        known = attempts.filtered("provider_ref")
        for method, name, group in (
            ("sms/status", "messageid", {attempt.provider_ref: attempt.id for attempt in known}),
            ("sms/statuslocalmessageid", "localid", {str(attempt.id): attempt.id for attempt in attempts - known}),
        ):
            if group:
                body = self._call("POST", self._address(gateway, method), data={name: ",".join(group)})
                read = kavenegar.read_status(body or "") or {}
                states |= {group[key]: state for key, state in read.items() if key in group}
        return states

    def _credit(self, gateway):
        credit = kavenegar.read_credit(self._call("GET", self._address(gateway, "account/info")) or "")
        return None if credit is None else (credit, "IRR")

    def _set_up(self, gateway):
        return Markup("<p>%s</p>") % self.env._(
            "The API key is in Kavenegar's panel, under account settings. The sender is one of your lines."
        )
