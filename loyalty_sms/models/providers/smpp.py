from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...tools import smpp

_lt = LazyTranslate(__name__)


class LoyaltySmsProviderSmpp(models.AbstractModel):
    """A line that speaks SMPP 3.4, through a Kannel on the own network (docs/adr/0012)."""

    _name = "loyalty.sms.provider.smpp"
    _inherit = ["loyalty.sms.provider.kannel"]
    _description = "SMS Provider: SMPP 3.4"
    _label = _lt("SMPP 3.4 (through Kannel)")
    _sequence = 55

    def _request(self, gateway, attempts):
        """Several lines may hang on one Kannel: this message takes the one of this gateway."""
        call = super()._request(gateway, attempts)
        return call._replace(options={"params": {**call.options["params"], "smsc": gateway._smsc_id()}})

    def _set_up(self, gateway):
        password = "•••" if gateway.smpp_password else ""
        group = smpp.smsc_group(
            gateway._smsc_id(),
            gateway.smpp_host or "smsc.example.com",
            gateway.smpp_port or 2775,
            gateway.smpp_system_id or "",
            password,
            gateway.smpp_system_type or "",
            gateway.smpp_tls,
        )
        return Markup("<p>%s</p><pre dir='ltr'>%s</pre>%s") % (
            self.env._("Add this line to Kannel's configuration, with its password in place of the dots:"),
            group,
            super()._set_up(gateway),
        )


class LoyaltySmsGateway(models.Model):
    _inherit = "loyalty.sms.gateway"

    smpp_host = fields.Char("SMPP Host", groups="base.group_system")
    smpp_port = fields.Integer("SMPP Port", default=2775, groups="base.group_system")
    smpp_system_id = fields.Char("System Id", groups="base.group_system")
    smpp_password = fields.Char("SMPP Password", groups="base.group_system", exportable=False)
    smpp_system_type = fields.Char("System Type", groups="base.group_system")
    smpp_tls = fields.Boolean("TLS", groups="base.group_system")

    @api.constrains("smpp_host", "smpp_system_id", "smpp_system_type", "smpp_port")
    def _check_smpp(self):
        for gateway in self.sudo():
            values = (gateway.smpp_host, gateway.smpp_system_id, gateway.smpp_system_type)
            if not 0 < (gateway.smpp_port or 2775) < 65536:
                raise ValidationError(self.env._("A port is a number from 1 to 65535."))
            try:
                smpp.smsc_group("x", *(values[0] or "", 1, values[1] or "", "", values[2] or ""))
            except ValueError as error:
                raise ValidationError(self.env._("SMPP values hold no quotation marks and no new lines.")) from error

    def _smsc_id(self):
        """:return: the name of the line in Kannel"""
        return f"club{self.id}"

    def _secrets(self):
        return [*super()._secrets(), self.smpp_password]
