"""Limits of a rule: for a member in a day, a month and altogether, and the budget of a campaign.

They are counted from the ledger, under the lock of the member's card; a budget spans cards, so its rule is written too,
and of two transactions that draw on it at once the second starts again and sees what the first has given.
"""

from odoo import fields, models
from odoo.tools import SQL

from ..tools.display import show_number
from ..tools.occasions import room
from ..tools.points import ZERO, to_points

_CAPS = {"day": "cap_day", "month": "cap_month", "member": "cap_member", "budget": "budget"}


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    cap_day = fields.Float(string="Points per Day", digits=(16, 2), help="For each member. 0: no limit.")
    cap_month = fields.Float(
        string="Points per Month", digits=(16, 2), help="For each member, by the calendar of the club. 0: no limit."
    )
    cap_member = fields.Float(string="Points per Member", digits=(16, 2), help="Altogether. 0: no limit.")
    budget = fields.Float(
        digits=(16, 2), help="When the rule has given so many points to all members together, it stops. 0: no limit."
    )
    budget_left = fields.Float(compute="_compute_budget_left", digits=(16, 2))
    budget_touched = fields.Integer(readonly=True, copy=False, help="Counts the transactions that drew on the budget.")

    _caps_positive = models.Constraint(
        "CHECK (cap_day >= 0 AND cap_month >= 0 AND cap_member >= 0 AND budget >= 0)", "A limit cannot be negative."
    )

    def _compute_budget_left(self):
        for rule in self:
            rule.budget_left = (
                max(rule.budget - float(rule._given("budget").get(False, 0)), 0) if rule.budget and rule.id else 0
            )

    def _caps(self):
        """The limits of this rule, for its snapshot: `{name: points}`."""
        self.ensure_one()
        return {name: self[field] for name, field in _CAPS.items() if self[field] > 0}

    def _given(self, cap, members=None, moment=None, apart_from=None):
        """What this rule has given, less what was taken back, as far as a limit counts it: one statement, however many
        members there are.

        :param str cap: day, month, member or budget
        :param loyalty.club.member members: for all but the budget
        :param moment: a moment of the day or month
        :param apart_from: a document whose rows do not count
        :return: `{member id: Decimal}` of those who got something; of the budget `{False: Decimal}`
        """
        conditions = [SQL("l.rule_id = %s", self.id), SQL("coalesce(o.kind, l.kind) IN ('rule', 'adjust')")]
        if cap in ("day", "month"):
            first, last = self._cap_period(cap, moment)
            when = SQL("coalesce(o.occurred_on, l.occurred_on)")
            conditions.append(SQL("%s >= %s AND %s < %s", when, first, when, last))
        if apart_from:
            source = SQL("(coalesce(o.src_model, l.src_model), coalesce(o.src_id, l.src_id))")
            conditions.append(SQL("%s IS DISTINCT FROM (%s, %s)", source, apart_from._name, apart_from.id))
        owner, cards = SQL("NULL::int"), SQL()
        if cap != "budget":
            owner = SQL("m.id")
            cards = SQL(
                """JOIN loyalty_card c ON c.id = l.card_id
                   JOIN loyalty_club_member m ON m.card_id = coalesce(c.club_merged_into_id, c.id)"""
            )
            conditions.append(SQL("m.id = ANY(%s)", members.ids))
        rows = self.env.execute_query(
            SQL(
                """SELECT %s, sum(l.points) FROM loyalty_ledger l %s
                LEFT JOIN loyalty_ledger o ON o.id = l.reverses_id WHERE %s GROUP BY 1""",
                owner,
                cards,
                SQL(" AND ").join(conditions),
            )
        )
        return {owner or False: to_points(points) for owner, points in rows}

    def _cap_period(self, cap, moment):
        """The first moment of the day or month, and the first after it."""
        club = self.club_id
        day = club._local_day(moment)
        if cap == "day":
            return club._day_begins(day), club._day_begins(fields.Date.add(day, days=1))
        first = club._month_start(day)
        return club._day_begins(first), club._day_begins(club._month_start(fields.Date.add(first, days=32)))

    def _rooms(self, caps, members, moment, apart_from=None):
        """What the rule has given to members, for their limits. Their cards are locked by the caller.

        :param dict caps: the limits, as `_caps` gives them
        :return: `{member id: {cap: Decimal}}`
        """
        if not caps:
            return {}
        if "budget" in caps:
            self._touch_budget()
        given = {cap: self._given(cap, members, moment, apart_from) for cap in caps}
        return {
            member_id: {cap: found.get(False if cap == "budget" else member_id, ZERO) for cap, found in given.items()}
            for member_id in members.ids
        }

    def _room(self, caps, member, moment, apart_from=None):
        """What the rule may still give to a member. His card is locked by the caller.

        :return: `(points, name of the limit)`, or `(None, None)` without limits
        """
        return room(caps or {}, self._rooms(caps, member, moment, apart_from).get(member.id, {}))

    def _touch_budget(self):
        """Hold the budget: whoever wrote the rule since this transaction began makes it start again."""
        self.env.cr.execute(
            "UPDATE loyalty_club_rule SET budget_touched = coalesce(budget_touched, 0) + 1 WHERE id = %s", [self.id]
        )

    def _cap_sentence(self, name, left):
        """Which limit decides, in words."""
        left = show_number(left, self.env.lang)
        return {
            "day": self.env._("The limit for a day leaves %s points.", left),
            "month": self.env._("The limit for a month leaves %s points.", left),
            "member": self.env._("The limit for a member leaves %s points.", left),
            "budget": self.env._("The budget of the rule leaves %s points.", left),
        }[name]
