from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    loyalty_sms_quiet_from = fields.Float(related="company_id.loyalty_sms_quiet_from", readonly=False)
    loyalty_sms_quiet_to = fields.Float(related="company_id.loyalty_sms_quiet_to", readonly=False)
    loyalty_sms_service_to_blacklisted = fields.Boolean(
        related="company_id.loyalty_sms_service_to_blacklisted", readonly=False
    )
    loyalty_sms_stop_words = fields.Char(related="company_id.loyalty_sms_stop_words", readonly=False)
    loyalty_sms_confirm_stop = fields.Boolean(related="company_id.loyalty_sms_confirm_stop", readonly=False)
    loyalty_sms_cap_marketing = fields.Integer(related="company_id.loyalty_sms_cap_marketing", readonly=False)
    loyalty_sms_cap_service = fields.Integer(related="company_id.loyalty_sms_cap_service", readonly=False)
    loyalty_sms_cap_action = fields.Selection(related="company_id.loyalty_sms_cap_action", readonly=False)
