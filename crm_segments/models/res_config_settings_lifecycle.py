from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When customers count as loyal, at risk or lost (C9, C10)."""

    _inherit = "res.config.settings"

    club_has_metrics = fields.Boolean(related="company_id.club_has_metrics", readonly=False)
    club_loyal_orders = fields.Integer(related="company_id.club_loyal_orders", readonly=False)
    club_at_risk_days = fields.Integer(related="company_id.club_at_risk_days", readonly=False)
    club_lost_days = fields.Integer(related="company_id.club_lost_days", readonly=False)
    club_rhythm_factor = fields.Float(related="company_id.club_rhythm_factor", readonly=False)
    club_yearly_orders = fields.Float(related="company_id.club_yearly_orders", readonly=False)
    club_chance_at_risk = fields.Float(related="company_id.club_chance_at_risk", readonly=False)
    club_chance_lost = fields.Float(related="company_id.club_chance_lost", readonly=False)
