from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_club_blocked_policy = fields.Selection(related="pos_config_id.club_blocked_policy", readonly=False)
