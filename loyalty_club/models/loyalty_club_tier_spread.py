"""How members are spread over tiers, and how many came and went."""

from odoo import fields, models


class LoyaltyClubTier(models.Model):
    _inherit = "loyalty.club.tier"

    member_share = fields.Float(string="Share of Members", compute="_compute_spread")
    came_month = fields.Integer(string="Came in 30 Days", compute="_compute_spread")
    went_month = fields.Integer(string="Left in 30 Days", compute="_compute_spread")

    def _compute_spread(self):
        changes = self.env["loyalty.club.tier.change"]
        recent = [("changed_on", ">=", self._month_ago())]
        came = dict(changes._read_group([*recent, ("to_tier_id", "in", self.ids)], ["to_tier_id"], ["__count"]))
        went = dict(changes._read_group([*recent, ("from_tier_id", "in", self.ids)], ["from_tier_id"], ["__count"]))
        for tier in self:
            whole = tier.club_id.member_count
            tier.member_share = 100 * tier.member_count / whole if whole else 0
            tier.came_month, tier.went_month = came.get(tier, 0), went.get(tier, 0)

    def _month_ago(self):
        return fields.Datetime.subtract(fields.Datetime.now(), days=30)

    def action_open_members(self):
        """The members of this tier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_club.loyalty_club_member_action")
        return dict(action, domain=[("tier_id", "=", self.id), ("state", "=", "active")], context={})

    def action_open_came(self):
        """Who came into this tier in the last 30 days."""
        return self._open_changes("to_tier_id")

    def action_open_went(self):
        """Who left this tier in the last 30 days."""
        return self._open_changes("from_tier_id")

    def _open_changes(self, side):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_club.loyalty_club_tier_change_action")
        domain = [(side, "=", self.id), ("changed_on", ">=", self._month_ago())]
        return dict(action, domain=domain, context={}, view_mode="list", views=[(False, "list")])
