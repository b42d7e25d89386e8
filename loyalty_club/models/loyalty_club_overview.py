"""The figures of a club at one look, each of which opens its records."""

from odoo import fields, models
from odoo.tools import SQL


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    joined_month = fields.Integer(string="Joined in 30 Days", compute="_compute_overview")
    given_month = fields.Float(string="Given in 30 Days", compute="_compute_overview", digits=(16, 2))
    spent_month = fields.Float(string="Spent in 30 Days", compute="_compute_overview", digits=(16, 2))
    expiring_month = fields.Float(string="Expire in 30 Days", compute="_compute_overview", digits=(16, 2))
    erasure_count = fields.Integer(string="Ask for Erasure", compute="_compute_erasure_count")
    owed = fields.Monetary(
        compute="_compute_overview", help="What all points and all credit are worth when they are spent."
    )

    def _compute_overview(self):
        today = fields.Date.context_today(self)
        since = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        moved = self._figures(
            SQL(
                """SELECT l.club_id, coalesce(sum(l.points) FILTER (WHERE l.kind IN ('earn', 'rule')), 0),
                          coalesce(-sum(l.points) FILTER (WHERE l.kind = 'spend'), 0)
                     FROM loyalty_ledger l JOIN loyalty_card c ON c.id = l.card_id
                     JOIN loyalty_club b ON b.id = l.club_id AND b.program_id = c.program_id
                    WHERE l.club_id = ANY(%s) AND l.occurred_on >= %s GROUP BY l.club_id""",
                self.ids,
                since,
            )
        )
        expiring = self._figures(
            SQL(
                """SELECT l.club_id, sum(l.remaining) FROM loyalty_lot l JOIN loyalty_card c ON c.id = l.card_id
                     JOIN loyalty_club b ON b.id = l.club_id AND b.program_id = c.program_id
                    WHERE l.club_id = ANY(%s) AND l.remaining > 0 AND l.expires_on BETWEEN %s AND %s
                    GROUP BY l.club_id""",
                self.ids,
                today,
                fields.Date.add(today, days=30),
            )
        )
        joined = self._figures(
            SQL(
                """SELECT club_id, count(*) FROM loyalty_club_member
                    WHERE club_id = ANY(%s) AND joined_on >= %s GROUP BY club_id""",
                self.ids,
                since,
            )
        )
        for club in self:
            club.given_month, club.spent_month = moved.get(club.id, (0, 0))
            club.expiring_month = expiring.get(club.id, (0,))[0]
            club.joined_month = joined.get(club.id, (0,))[0]
            club.owed = club.points_outstanding * club.point_value + club.credit_outstanding

    def _compute_erasure_count(self):
        groups = dict(
            self.env["loyalty.club.member"]._read_group(
                [("club_id", "in", self.ids), ("erasure_requested_on", "!=", False)], ["club_id"], ["__count"]
            )
        )
        for club in self:
            club.erasure_count = groups.get(club, 0)

    def _figures(self, query):
        self.env.flush_all()
        return {row[0]: row[1:] for row in self.env.execute_query(query)}

    # === WHAT STANDS BEHIND A FIGURE === #

    def _open(self, action, domain, **context):
        """:return: an action on the records of these clubs"""
        values = self.env["ir.actions.act_window"]._for_xml_id(f"loyalty_club.{action}")
        # the path would bring back the whole list when the page is loaded again
        return dict(values, domain=[("club_id", "in", self.ids), *domain], context=context, path=False)

    def action_open_members(self):
        """The active members."""
        return self._open("loyalty_club_member_action", [("state", "=", "active")], default_club_id=self[:1].id)

    def action_open_pending(self):
        """Those who wait."""
        return self._open("loyalty_club_member_action", [("state", "=", "pending")])

    def action_open_erasure(self):
        """Those who left and want their data erased."""
        return self._open("loyalty_club_member_action", [("erasure_requested_on", "!=", False)])

    def action_open_joined(self):
        """Those who joined in the last 30 days."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        return self._open("loyalty_club_member_action", [("joined_on", ">=", since)])

    def action_open_given(self):
        """The rows that gave points in the last 30 days."""
        return self._open_rows(["earn", "rule"])

    def action_open_spent(self):
        """The rows that spent points in the last 30 days."""
        return self._open_rows(["spend"])

    def _open_rows(self, kinds):
        since = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        domain = [("kind", "in", kinds), ("occurred_on", ">=", since)]
        return self._open("loyalty_ledger_action", [*domain, ("card_id.program_id", "in", self.program_id.ids)])

    def action_open_expiring(self):
        """The lots that end within 30 days."""
        today = fields.Date.context_today(self)
        return self._open(
            "loyalty_lot_action",
            [
                ("remaining", ">", 0),
                ("expires_on", ">=", today),
                ("expires_on", "<=", fields.Date.add(today, days=30)),
                ("card_id.program_id", "in", self.program_id.ids),
            ],
        )

    def action_open_owed(self):
        """The lots in which something is left: what the club owes."""
        return self._open("loyalty_lot_action", [("remaining", ">", 0)])
