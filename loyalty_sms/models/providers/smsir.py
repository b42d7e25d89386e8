from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import smsir
from ...transport import Request

_lt = LazyTranslate(__name__)

BASE = "https://api.sms.ir/v1"


class LoyaltySmsProviderSmsir(models.AbstractModel):
    """SMS.ir's REST interface."""

    _name = "loyalty.sms.provider.smsir"
    _inherit = ["loyalty.sms.provider.kind"]
    _description = "SMS Provider: SMS.ir"
    _label = _lt("SMS.ir")
    _sequence = 25
    _asks = True
    _templates = True
    _tells_credit = True
    _tells_cost = True
    _batch_size = 100
    _batch_texts = True
    _required = ("api_key", "sender")
    _optional = ("url", "code_template")

    def _address(self, gateway, method):
        return f"{(gateway.url or BASE).rstrip('/')}/{method}"

    def _headers(self, gateway):
        return {"X-API-KEY": gateway.api_key, "Accept": "application/json"}

    def _request(self, gateway, attempts):
        rows = [(attempt.number, attempt.message_id.body) for attempt in attempts]
        method, body = smsir.send_body(rows, gateway.sender)
        count = len(attempts)
        return Request(
            "POST",
            self._address(gateway, method),
            lambda status, answer: smsir.read_answers(status, answer, count),
            {"json": body, "headers": self._headers(gateway)},
        )

    def _code_request(self, gateway, attempt, code):
        body = smsir.template_body(attempt.number, gateway.code_template, code)
        options = {"json": body, "headers": self._headers(gateway)}
        return Request("POST", self._address(gateway, "send/verify"), smsir.read_template_answer, options)

    def _ask(self, gateway, attempt):
        """Only by the provider's own id: a message of unknown fate has none, and a person decides about it."""
        if not attempt.provider_ref:
            return None
        address = self._address(gateway, f"send/{attempt.provider_ref}")
        return smsir.read_state(self._call("GET", address, headers=self._headers(gateway)) or "")

    def _credit(self, gateway):
        left = smsir.read_credit(
            self._call("GET", self._address(gateway, "credit"), headers=self._headers(gateway)) or ""
        )
        return None if left is None else (left, "SMS")

    def _set_up(self, gateway):
        return Markup("<p>%s</p>") % self.env._(
            "The API key is in SMS.ir's panel, under developers. The sender is one of your lines. A template for "
            "one-time codes is entered by its number and has one parameter, named CODE."
        )
