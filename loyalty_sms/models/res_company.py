from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..sms_api import SmsApiGateway

RULES = {  # who changes these wants them to hold for what waits, too
    "loyalty_sms_quiet_from", "loyalty_sms_quiet_to", "loyalty_sms_cap_marketing", "loyalty_sms_cap_service",
    "loyalty_sms_cap_action",
}  # fmt: skip


class ResCompany(models.Model):
    """What each company wants of its messages, and the one place where Odoo learns that ours carry them."""

    _inherit = "res.company"

    loyalty_sms_quiet_from = fields.Float("Quiet From", help="Marketing messages wait from this hour …")
    loyalty_sms_quiet_to = fields.Float(
        "Quiet To", help="… to this one, by the customer's clock. Equal: no quiet hours."
    )
    loyalty_sms_service_to_blacklisted = fields.Boolean(
        "Service Messages Despite Blacklist",
        help="Messages about orders and the like also go to numbers on the blacklist, which then stops marketing only.",
    )

    loyalty_sms_cap_marketing = fields.Integer(
        "Advertising per Week",
        help="Most messages that a number gets in seven days, from all apps together. 0: no limit.",
    )
    loyalty_sms_cap_service = fields.Integer("Service Messages per Week", help="The same for service messages.")
    loyalty_sms_cap_action = fields.Selection(
        [("hold", "Wait until it may leave"), ("cancel", "Are not sent")],
        "What Is More",
        default="hold",
        required=True,
    )
    loyalty_sms_stop_words = fields.Char(
        "More Stop Words", help="Besides STOP, لغو, لغو۱۱, ۱۱ and their like; separated by commas."
    )
    loyalty_sms_confirm_stop = fields.Boolean(
        "Confirm Opt-Out", default=True, help="Who sends a stop or start word gets an SMS that says so."
    )

    @api.constrains(
        "loyalty_sms_cap_marketing", "loyalty_sms_cap_service", "loyalty_sms_quiet_from", "loyalty_sms_quiet_to"
    )
    def _check_loyalty_sms_limits(self):
        for company in self:
            if company.loyalty_sms_cap_marketing < 0 or company.loyalty_sms_cap_service < 0:
                raise ValidationError(self.env._("A number of messages cannot be negative."))
            if not all(0 <= hour <= 24 for hour in (company.loyalty_sms_quiet_from, company.loyalty_sms_quiet_to)):
                raise ValidationError(self.env._("Quiet hours lie between 00:00 and 24:00."))

    def write(self, vals):
        changed = self.filtered(lambda company: any(company[name] != vals[name] for name in RULES & vals.keys()))
        result = super().write(vals)
        if changed:  # sudo: who may change a company may not see its messages
            self.env["loyalty.sms.message"].sudo()._look_again(changed)
        return result

    def _loyalty_sms_cap(self, purpose):
        """:return: how many messages of a purpose a number gets in a week at most; 0: no limit"""
        return {"marketing": self.loyalty_sms_cap_marketing, "service": self.loyalty_sms_cap_service}.get(purpose, 0)

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
