"""What of his points a member can spend now, and what waits for what: as staff and the member himself read it."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.dates import show_date

from ..tools.display import show_number


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    spendable_points = fields.Float(
        string="Can Be Spent",
        compute="_compute_spendable",
        digits=(16, 2),
        help="The points less what waits, what is reserved for an order that is being paid, and what has run out.",
    )
    reserved_points = fields.Float(string="Reserved", compute="_compute_spendable", digits=(16, 2))

    @api.depends("card_id", "state")
    def _compute_spendable(self):
        cards = self.card_id.sudo()
        spendable, reserved = cards._spendable(), cards._club_reserved()
        for member in self:
            member.spendable_points = max(spendable.get(member.card_id, 0), 0)
            member.reserved_points = reserved.get(member.card_id, 0)

    def _balance_notes(self, days=90):
        """What the balance does not say: points that wait, that are reserved, that end within some days.

        :return: dicts with `icon`, `warning` and `text`, in the reader's language
        :rtype: list
        """
        self.ensure_one()
        notes = [{"icon": "fa-hourglass-half", "warning": False, "text": text} for text in self._held_texts()]
        if self.reserved_points:
            text = self.env._(
                "%s points are reserved for an order that is being paid", self._show_points(self.reserved_points)
            )
            notes.append({"icon": "fa-lock", "warning": False, "text": text})
        endings = self._ending_texts(self.card_id, self._show_points, days)
        return notes + [{"icon": "fa-clock-o", "warning": True, "text": text} for text in endings]

    def _worth_text(self):
        """What the points that can be spent are worth; nothing where there are none."""
        self.ensure_one()
        worth = self.spendable_points * self.club_id.point_value
        return self.env._("worth %s", self._show_money(worth)) if worth else ""

    def _show_points(self, points):
        return show_number(points, self.env.lang)

    def _held_texts(self):
        """Points that cannot be spent yet, by the day from which they can."""
        held = self.env.execute_query(
            SQL(
                """SELECT sum(held), available_on FROM loyalty_lot WHERE card_id = %s AND held > 0
                GROUP BY available_on ORDER BY available_on""",
                self.card_id.id,
            )
        )
        return [
            self.env._(
                "%(points)s points can be spent from %(day)s",
                points=self._show_points(points),
                day=show_date(day, self.env.lang),
            )
            if day
            else self.env._("%s points wait until they can be spent", self._show_points(points))
            for points, day in held
        ]

    def _ending_texts(self, card, show, days):
        """What ends on a card within some days, the soonest first; three days at most.

        :param card: a card of the member, of points or of credit
        :param show: puts an amount into words
        """
        today = self.club_id._today()
        soon = self.env.execute_query(
            SQL(
                """SELECT sum(remaining), expires_on FROM loyalty_lot
                WHERE card_id = %s AND remaining > 0 AND expires_on BETWEEN %s AND %s
                GROUP BY expires_on ORDER BY expires_on LIMIT 3""",
                card.id,
                today,
                fields.Date.add(today, days=days),
            )
        )
        is_points = card == self.card_id
        return [
            self.env._("%(points)s points expire on %(day)s", points=show(amount), day=show_date(day, self.env.lang))
            if is_points
            else self.env._("%(amount)s ends on %(day)s", amount=show(amount), day=show_date(day, self.env.lang))
            for amount, day in soon
        ]
