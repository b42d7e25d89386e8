from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import kannel
from ...transport import Request

_lt = LazyTranslate(__name__)


class LoyaltySmsProviderKannel(models.AbstractModel):
    """Kannel's sendsms interface: for SMPP lines, modems and tests on the own machine."""

    _name = "loyalty.sms.provider.kannel"
    _inherit = ["loyalty.sms.provider.kind"]
    _description = "SMS Provider: Kannel"
    _label = _lt("Kannel")
    _sequence = 50
    _reports = True
    _inbound = True
    _batch_size = 50  # receivers of one text; the address of the request stays below what servers take
    _required = ("url", "username", "password")
    _optional = ("sender",)

    def _request(self, gateway, attempts):
        numbers = attempts.mapped("number")
        query = kannel.sendsms_query(
            gateway.username,
            gateway.password,
            gateway.sender,
            numbers,
            attempts[0].message_id.body,
            gateway._report_url(attempts[0].batch_ref or attempts[0].ref),
        )
        return Request(
            "GET",
            kannel.sendsms_address(gateway.url),
            lambda status, body: kannel.read_answer(status, body, numbers),
            {"params": query},
        )

    def _report_number(self, gateway, query, body):
        return kannel.parse_query(query).get("to", b"").decode("ascii", "replace")

    def _read_report(self, gateway, query, body):
        return kannel.read_report(kannel.parse_query(query))

    def _read_inbound(self, gateway, query, body):
        return kannel.read_inbound(kannel.parse_query(query))

    def _set_up(self, gateway):
        return Markup(
            "<p>%s</p><pre dir='ltr'>group = sms-service\nkeyword = default\ncatch-all = true\nmax-messages = 0\n"
            "get-url = \"%s\"</pre><p>%s</p><pre dir='ltr'>max-pending-requests = 20\nhttp-request-retry = 10\n"
            "http-queue-delay = 10</pre>"
        ) % (
            self.env._(
                "For the replies of customers, add this to Kannel's configuration. Delivery reports need "
                "no set-up: each message tells Kannel where to report."
            ),
            kannel.inbound_address(gateway._inbound_url()),
            self.env._(
                "Reports come in bursts. These lines in the group smsbox let Kannel bring a few at a time, and bring "
                "again what this Odoo could not take:"
            ),
        )
