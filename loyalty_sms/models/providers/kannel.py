from markupsafe import Markup

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import kannel

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
    _required = ("url", "username", "password")
    _optional = ("sender",)

    def _send(self, gateway, attempt):
        query = kannel.sendsms_query(
            gateway.username,
            gateway.password,
            gateway.sender,
            attempt.number,
            attempt.message_id.body,
            gateway._report_url(attempt.ref),
        )
        return self._exchange(gateway, "GET", kannel.sendsms_address(gateway.url), kannel.read_answer, params=query)

    def _read_report(self, gateway, query, body):
        return kannel.read_report(kannel.parse_query(query))

    def _read_inbound(self, gateway, query, body):
        return kannel.read_inbound(kannel.parse_query(query))

    def _set_up(self, gateway):
        return Markup(
            "<p>%s</p><pre dir='ltr'>group = sms-service\nkeyword = default\ncatch-all = true\nmax-messages = 0\n"
            'get-url = "%s"</pre>'
        ) % (
            self.env._(
                "For the replies of customers, add this to Kannel's configuration. Delivery reports need "
                "no set-up: each message tells Kannel where to report."
            ),
            kannel.inbound_address(gateway._inbound_url()),
        )
