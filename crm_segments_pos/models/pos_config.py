from odoo import fields, models

POLICIES = [("warn", "Warn"), ("refuse", "Refuse")]


class PosConfig(models.Model):
    _inherit = "pos.config"

    club_blocked_policy = fields.Selection(
        POLICIES,
        string="Blocked Customers",
        required=True,
        default="warn",
        help="Warn: the cashier is told and decides. "
        "Refuse: a blocked customer cannot be chosen; he buys as anybody else.",
    )
