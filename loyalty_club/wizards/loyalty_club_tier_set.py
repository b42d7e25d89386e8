from odoo import fields, models
from odoo.exceptions import UserError


class LoyaltyClubTierSet(models.TransientModel):
    """A manager puts a member into a tier, with a reason and as long as he says."""

    _name = "loyalty.club.tier.set"
    _description = "Set the Tier by Hand"

    member_id = fields.Many2one("loyalty.club.member", required=True)
    club_id = fields.Many2one(related="member_id.club_id")
    tier_id = fields.Many2one("loyalty.club.tier", required=True, domain="[('club_id', '=', club_id)]")
    until = fields.Date(help="Until this day he does not fall below. Empty: always.")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Set the tier and keep why."""
        self.ensure_one()
        self.club_id.check_access("write")
        member = self.member_id.sudo()
        if self.tier_id.club_id != member.club_id:
            raise UserError(self.env._("This tier is of another club."))
        if member.state != "active":
            raise UserError(self.env._("Only active members have a tier."))
        if self.until and self.until < member.club_id._today():
            raise UserError(self.env._("The last day lies in the past."))
        member.write({"tier_by_hand": True, "tier_by_hand_until": self.until})
        member._change_tiers({member.id: self.tier_id.id}, "hand", reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
