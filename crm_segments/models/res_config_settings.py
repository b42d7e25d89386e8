from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    club_ip_retention_days = fields.Integer(
        string="Keep IP addresses for",
        default=180,
        config_parameter="crm_segments.ip_retention_days",
        help="In days. After that only the network part of an address is kept. 0 keeps addresses for ever.",
    )
    club_money_display = fields.Selection(related="company_id.club_money_display", readonly=False)
    club_code_signin = fields.Boolean(
        string="Sign in by code",
        config_parameter="crm_segments.code_signin",
        help="Customers sign in to the portal with their mobile number and a code by SMS.",
    )
