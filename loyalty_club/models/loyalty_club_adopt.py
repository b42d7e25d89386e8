"""A shop that has used native loyalty becomes a club: its cards bring their points, and its history the days on which
they were earned."""

from odoo import fields, models
from odoo.tools import SQL, split_every

from ..tools.points import ZERO, to_points


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    def _adopt_cards(self):
        """Take over the cards of a program that was in use: what they hold becomes their opening balance.

        A customer has one card in a club. Where native code left him more, they are merged into the first.
        """
        self.ensure_one()
        Card = self.env["loyalty.card"].sudo().with_context(active_test=False)
        Card.flush_model()
        extra = self.env.execute_query(
            SQL(
                """UPDATE loyalty_card c SET active = false
                     FROM (SELECT id, first_value(id) OVER (PARTITION BY partner_id ORDER BY id) AS kept
                             FROM loyalty_card WHERE program_id = %s AND active AND partner_id IS NOT NULL) d
                    WHERE d.id = c.id AND d.kept <> c.id RETURNING c.id, d.kept""",
                self.program_id.id,
            )
        )
        cards = self.env.execute_query(
            SQL(
                """UPDATE loyalty_card c SET club_id = %s, points = 0 FROM loyalty_card o
                WHERE c.program_id = %s AND o.id = c.id RETURNING c.id, o.points, c.partner_id""",
                self.id,
                self.program_id.id,
            )
        )
        Card.invalidate_model(["club_id", "points", "active"])
        for chunk in split_every(5000, cards, list):
            balances = {card_id: to_points(points) for card_id, points, _partner in chunk}
            self.env["loyalty.ledger"]._post(self._opening_entries(balances), mirror=False)
        for card_id, kept in extra:
            Card.browse(kept)._club_merge(Card.browse(card_id), Card.browse(kept).partner_id)
        partners = self.env["res.partner"].browse([partner for _card, _points, partner in cards if partner])
        self._join(partners.exists(), source="native")

    def _opening_entries(self, balances):
        """Opening rows of cards: natively nothing says which points are left, so they are those that came last, each
        with its day; what the history does not know came with the card.

        :param dict balances: `{card id: points}`
        """
        history = self.env.execute_query(
            SQL(
                """SELECT id, card_id, issued, create_date FROM loyalty_history
                WHERE card_id = ANY(%s) AND issued > 0 ORDER BY card_id, create_date DESC, id DESC""",
                list(balances),
            )
        )
        left, entries = dict(balances), []
        for history_id, card_id, issued, moment in history:
            part = min(to_points(issued), left[card_id])
            if part > ZERO:
                left[card_id] -= part
                entries.append(self._opening_entry(card_id, part, history_id, moment))
        for card_id, points in left.items():
            if points:
                entries.append(self._opening_entry(card_id, points, 0, fields.Datetime.now()))
        return sorted(entries, key=lambda entry: (entry["occurred_on"], entry["key"]))

    def _opening_entry(self, card_id, points, history_id, moment):
        key = f"open:{card_id}:{history_id}"
        return {
            "card_id": card_id,
            "kind": "open",
            "points": points,
            "overdraft": True,
            "key": key,
            "occurred_on": moment,
        }
