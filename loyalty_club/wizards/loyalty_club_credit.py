from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every


class LoyaltyClubCredit(models.TransientModel):
    """A campaign gives credit to members of tiers or segments, or to chosen ones."""

    _name = "loyalty.club.credit"
    _description = "Give Credit"

    club_id = fields.Many2one("loyalty.club", required=True)
    currency_id = fields.Many2one(related="club_id.currency_id")
    tier_ids = fields.Many2many("loyalty.club.tier", domain="[('club_id', '=', club_id)]", string="Tiers")
    segment_ids = fields.Many2many("club.segment", string="Segments")
    member_ids = fields.Many2many("loyalty.club.member", domain="[('club_id', '=', club_id)]", string="Members")
    amount = fields.Monetary(required=True)
    until = fields.Date(string="Valid Until", help="Empty: it never expires.")
    reason = fields.Char(required=True, translate=False)
    token = fields.Char(default=lambda self: str(self.env.cr.now()), readonly=True)
    member_count = fields.Integer(string="Members Who Get It", compute="_compute_member_count")

    def _domain(self):
        """The active members who get it."""
        domain = [("club_id", "=", self.club_id.id), ("state", "=", "active")]
        if self.member_ids:
            domain.append(("id", "in", self.member_ids.ids))
        if self.tier_ids:
            domain.append(("tier_id", "in", self.tier_ids.ids))
        if self.segment_ids:
            domain.append(("partner_id.segment_ids", "in", self.segment_ids.ids))
        return domain

    @api.depends("club_id", "tier_ids", "segment_ids", "member_ids")
    def _compute_member_count(self):
        for wizard in self:
            wizard.member_count = self.env["loyalty.club.member"].search_count(wizard._domain())

    def action_apply(self):
        """Give it; pressing twice gives once."""
        self.ensure_one()
        self.club_id.check_access("write")
        if self.amount <= 0:
            raise UserError(self.env._("Enter an amount above zero."))
        if self.until and self.until < self.club_id._today():
            raise UserError(self.env._("The last day lies in the past."))
        members = self.env["loyalty.club.member"].search(self._domain(), order="id")
        for batch in split_every(1000, members.ids, members.browse):
            batch._give_credit(
                self.amount, key=f"campaign:{self.id}:{self.token}", until=self.until, reason=self.reason
            )
        return {"type": "ir.actions.act_window_close"}
