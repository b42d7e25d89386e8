from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    club_ip_retention_days = fields.Integer(
        string="Keep IP addresses for",
        default=180,
        config_parameter="crm_segments.ip_retention_days",
        help="In days. After that only the network part of an address is kept. 0 keeps addresses for ever.",
    )
    club_ip_account_limit = fields.Integer(
        string="Customers of one address",
        default=5,
        config_parameter="crm_segments.ip_account_limit",
        help="More customers than that from one address are flagged. 0 flags none.",
    )
    club_ip_network_limit = fields.Integer(
        string="Customers of one network",
        default=30,
        config_parameter="crm_segments.ip_network_limit",
        help="The same for the network around the address (/24 of IPv4, /64 of IPv6). 0 flags none.",
    )
    club_ip_window_days = fields.Integer(
        string="Counted over", default=30, config_parameter="crm_segments.ip_window_days", help="In days."
    )
    club_ip_jump_hours = fields.Integer(
        string="Country jump within",
        default=24,
        config_parameter="crm_segments.ip_jump_hours",
        help="In hours. Who comes from another country sooner than that is flagged. 0 flags none.",
    )
    club_ip_flag_waits = fields.Boolean(
        string="Flagged newcomers wait",
        config_parameter="crm_segments.ip_flag_waits",
        help="Who signs up or fills in a registration form from a flagged address waits for approval.",
    )
    club_money_display = fields.Selection(related="company_id.club_money_display", readonly=False)
    club_code_signin = fields.Boolean(
        string="Sign in by code",
        config_parameter="crm_segments.code_signin",
        help="Customers sign in to the portal with their mobile number and a code by SMS.",
    )
