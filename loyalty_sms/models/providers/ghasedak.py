from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import ghasedak
from ...transport import Request

_lt = LazyTranslate(__name__)

BASE = "https://gateway.ghasedak.me/rest/api/v1/WebService"


class LoyaltySmsProviderGhasedak(models.AbstractModel):
    """Ghasedak's REST interface. Our reference finds a message again, so that an unknown one can be asked about."""

    _name = "loyalty.sms.provider.ghasedak"
    _inherit = ["loyalty.sms.provider.kind"]
    _description = "SMS Provider: Ghasedak"
    _label = _lt("Ghasedak")
    _sequence = 20
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

    def _post(self, gateway, method, body, numbers):
        return Request(
            "POST",
            self._address(gateway, method),
            lambda status, answer: ghasedak.read_answers(status, answer, numbers),
            {"json": body, "headers": {"ApiKey": gateway.api_key}},
        )

    def _request(self, gateway, attempts):
        rows = [(attempt.number, attempt.message_id.body, attempt.ref) for attempt in attempts]
        body = ghasedak.send_body(rows, gateway.sender)
        return self._post(gateway, "SendPairToPairSMS", body, attempts.mapped("number"))

    def _code_request(self, gateway, attempt, code):
        body = ghasedak.template_body(attempt.number, gateway.code_template, code, attempt.ref)
        return self._post(gateway, "SendOtpSMS", body, [attempt.number])

    def _ask_many(self, gateway, attempts):
        states = {}
        known = attempts.filtered("provider_ref")
        for kind, group in (
            (1, {attempt.provider_ref: attempt.id for attempt in known}),  # by the provider's id
            (2, {attempt.ref: attempt.id for attempt in attempts - known}),  # by our reference
        ):
            ids = list(group)
            for start in range(0, len(ids), 100):
                query = [("Type", kind), *(("Ids", id_) for id_ in ids[start : start + 100])]
                headers = {"ApiKey": gateway.api_key}
                body = self._call("GET", self._address(gateway, "CheckSmsStatus"), params=query, headers=headers)
                states |= {group[key]: state for key, state in ghasedak.read_states(body or "").items() if key in group}
        return states

    def _credit(self, gateway):
        address = self._address(gateway, "GetAccountInformation")
        left = ghasedak.read_credit(self._call("GET", address, headers={"ApiKey": gateway.api_key}) or "")
        return None if left is None else (left, "IRR")

    def _set_up(self, gateway):
        return Markup("<p>%s</p>") % self.env._(
            "The API key is in Ghasedak's panel, under developers. The sender is one of your lines. A template for "
            "one-time codes has one input, named Code."
        )
