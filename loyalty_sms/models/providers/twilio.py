import hmac
from urllib.parse import quote

from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import twilio
from ...transport import Request

_lt = LazyTranslate(__name__)

BASE = "https://api.twilio.com"


class LoyaltySmsProviderTwilio(models.AbstractModel):
    """Twilio's Programmable Messaging, without the add-on `sms_twilio`: it may be installed beside."""

    _name = "loyalty.sms.provider.twilio"
    _inherit = ["loyalty.sms.provider.kind"]
    _description = "SMS Provider: Twilio"
    _label = _lt("Twilio")
    _sequence = 40
    _reports = True
    _inbound = True
    _asks = True
    _tells_credit = True
    _required = ("username", "password", "sender")
    _optional = ("url",)

    def _address(self, gateway, path):
        base = (gateway.url or BASE).rstrip("/")
        return f"{base}/2010-04-01/Accounts/{quote(gateway.username, safe='')}/{path}.json"

    def _request(self, gateway, attempt):
        form = twilio.send_form(
            attempt.number, attempt.message_id.body, gateway.sender, gateway._report_url(attempt.ref)
        )
        options = {"data": form, "auth": (gateway.username, gateway.password)}
        return Request("POST", self._address(gateway, "Messages"), twilio.read_answer, options)

    def _ask(self, gateway, attempt):
        """Only by Twilio's own id. A message of unknown fate has none, but is proven by its report."""
        if not attempt.provider_ref:
            return None
        address = self._address(gateway, f"Messages/{quote(attempt.provider_ref, safe='')}")
        return twilio.read_state(self._call("GET", address, auth=(gateway.username, gateway.password)) or "")

    def _is_genuine(self, gateway, url, body, headers):
        given = headers.get("X-Twilio-Signature", "")
        return hmac.compare_digest(twilio.signature(gateway.password or "", url, body).encode(), given.encode())

    def _read_report(self, gateway, query, body):
        return twilio.read_report(body)

    def _read_inbound(self, gateway, query, body):
        return twilio.read_inbound(body)

    def _credit(self, gateway):
        address = self._address(gateway, "Balance")
        return twilio.read_credit(self._call("GET", address, auth=(gateway.username, gateway.password)) or "")

    def _set_up(self, gateway):
        return Markup("<p>%s</p><p>%s</p><pre dir='ltr'>%s</pre>") % (
            self.env._(
                "The user name is the account SID, the password the auth token. The sender is one of your numbers or "
                "the SID of a messaging service (MG…). Reports need https at the address of this Odoo."
            ),
            self.env._("For the replies of customers, enter this address as the webhook of the number:"),
            gateway._inbound_url(),
        )
