from odoo import fields, models


class LoyaltyClubTierChange(models.Model):
    _name = "loyalty.club.tier.change"
    _description = "Change of Tier"
    _order = "id desc"

    member_id = fields.Many2one("loyalty.club.member", required=True, index=True, ondelete="cascade", readonly=True)
    club_id = fields.Many2one(related="member_id.club_id", store=True, index=True)
    company_id = fields.Many2one(related="club_id.company_id", store=True)
    from_tier_id = fields.Many2one("loyalty.club.tier", string="From", ondelete="set null", readonly=True)
    to_tier_id = fields.Many2one("loyalty.club.tier", string="To", ondelete="set null", readonly=True)
    direction = fields.Selection([("up", "Up"), ("down", "Down"), ("hand", "By hand")], required=True, readonly=True)
    reason = fields.Char(readonly=True)
    changed_on = fields.Datetime(string="Date", required=True, default=fields.Datetime.now, readonly=True)
