from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import melipayamak
from ...transport import Request

_lt = LazyTranslate(__name__)

BASE = "https://rest.payamak-panel.com/api/SendSMS"


class LoyaltySmsProviderMelipayamak(models.AbstractModel):
    """Melipayamak's REST interface. One message a request: what an answer to many means is not documented."""

    _name = "loyalty.sms.provider.melipayamak"
    _inherit = ["loyalty.sms.provider.kind"]
    _description = "SMS Provider: Melipayamak"
    _label = _lt("Melipayamak")
    _sequence = 15
    _asks = True
    _templates = True
    _tells_credit = True
    _required = ("username", "password", "sender")
    _optional = ("url", "code_template")

    def _address(self, gateway, method):
        return f"{(gateway.url or BASE).rstrip('/')}/{method}"

    def _request(self, gateway, attempt):
        form = melipayamak.send_form(
            gateway.username, gateway.password, attempt.number, attempt.message_id.body, gateway.sender
        )
        return Request("POST", self._address(gateway, "SendSMS"), melipayamak.read_answer, {"data": form})

    def _code_request(self, gateway, attempt, code):
        form = melipayamak.template_form(
            gateway.username, gateway.password, attempt.number, gateway.code_template, code
        )
        return Request("POST", self._address(gateway, "BaseServiceNumber"), melipayamak.read_answer, {"data": form})

    def _ask(self, gateway, attempt):
        """Only by the provider's own id: a message of unknown fate has none, and a person decides about it."""
        if not attempt.provider_ref:
            return None
        form = {"username": gateway.username, "password": gateway.password, "recId": attempt.provider_ref}
        return melipayamak.read_delivery(self._call("POST", self._address(gateway, "GetDeliveries2"), data=form) or "")

    def _credit(self, gateway):
        form = {"username": gateway.username, "password": gateway.password}
        left = melipayamak.read_credit(self._call("POST", self._address(gateway, "GetCredit"), data=form) or "")
        return None if left is None else (left, "SMS")

    def _set_up(self, gateway):
        return Markup("<p>%s</p>") % self.env._(
            "User name and password are those of Melipayamak's panel; accounts that ask for it use the API key as the "
            "password. Enter the address of this server in the panel if it only takes known ones."
        )
