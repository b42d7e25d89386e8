"""How members are spread over tiers, and how many came and went."""

import re

from markupsafe import Markup

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

    def _colour(self):
        """The colour of this tier, whatever was typed for it."""
        return self.color if re.fullmatch(r"#[0-9a-fA-F]{3,8}", self.color or "") else "#6c757d"

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
        return dict(
            action, domain=domain, context={}, view_mode="list,kanban", views=[(False, "list"), (False, "kanban")]
        )


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    tier_picture = fields.Html(compute="_compute_tier_picture", sanitize=False)

    def _compute_tier_picture(self):
        """How the members are spread over tiers, as one bar in the colours of the tiers."""
        for club in self:
            tiers = club.tier_ids.filtered("member_count").sorted("threshold")
            parts = [
                Markup('<div class="progress-bar" style="width:%s%%;background-color:%s" title="%s"></div>')
                % (round(tier.member_share, 2), tier._colour(), f"{tier.name}: {tier.member_count}")
                for tier in tiers
            ]
            names = [
                Markup('<span class="text-nowrap me-2"><span style="color:%s">●</span> %s %s</span> ')
                % (tier._colour(), tier.name, tier.member_count)
                for tier in tiers
            ]
            bar = Markup('<div class="progress" style="height:0.75rem">%s</div>') % Markup().join(parts)
            club.tier_picture = parts and bar + Markup('<div class="small mt-1">%s</div>') % Markup().join(names)

    def action_open_tiers(self):
        """The tiers of this club, with who came and who went."""
        return self._open("loyalty_club_tier_action", [])
