from odoo import fields, models

from ..sms_api import SmsApiGateway


class ResCompany(models.Model):
    _inherit = "res.company"

    loyalty_sms_quiet_from = fields.Float("Quiet From", help="Marketing messages wait from this hour …")
    loyalty_sms_quiet_to = fields.Float(
        "Quiet To", help="… to this one, by the customer's clock. Equal: no quiet hours."
    )
    loyalty_sms_service_to_blacklisted = fields.Boolean(
        "Service Messages Despite Blacklist",
        help="Messages about orders and the like also go to numbers on the blacklist, which then stops marketing only.",
    )

    loyalty_sms_stop_words = fields.Char(
        "More Stop Words", help="Besides STOP, لغو, لغو۱۱, ۱۱ and their like; separated by commas."
    )
    loyalty_sms_confirm_stop = fields.Boolean(
        "Confirm Opt-Out", default=True, help="Who sends a stop or start word gets an SMS that says so."
    )

    def _loyalty_sms_is_on(self):
        """:return: whether messages of this company go through our gateways"""
        self.ensure_one()
        return bool(self.env["loyalty.sms.gateway"].sudo().search_count([("company_id", "=", self.id)], limit=1))

    def _get_sms_api_class(self):
        """Override of `sms`: companies that have a gateway send through it."""
        self.ensure_one()
        if self._loyalty_sms_is_on():
            return SmsApiGateway
        return super()._get_sms_api_class()
