"""Points held for a document before it is paid, so that nobody else spends them meanwhile.

A reservation never touches points: it lowers what can be spent elsewhere. It is captured when its document spends the
points, given up when the document is, and ends by itself.
"""

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.points import ZERO, to_points


class LoyaltyReservation(models.Model):
    _name = "loyalty.reservation"
    _inherit = ["loyalty.club.guarded.mixin"]
    _description = "Reserved Points"
    _order = "id desc"
    _rec_name = "document"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, ondelete="cascade")
    club_id = fields.Many2one(related="card_id.club_id", store=True, index=True)
    company_id = fields.Many2one(related="club_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="card_id.partner_id", string="Customer")
    points = fields.Float(digits=(16, 2), required=True, readonly=True)
    reference = fields.Char(required=True, readonly=True, help="The document, by a name that never changes.")
    document = fields.Char(readonly=True)
    reserved_until = fields.Datetime(string="Until", required=True, readonly=True)
    state = fields.Selection(
        [("active", "Reserved"), ("captured", "Spent"), ("released", "Given up"), ("ended", "Ended")],
        default="active",
        required=True,
        readonly=True,
    )

    _positive = models.Constraint("CHECK (points > 0)", "A reservation holds more than nothing.")
    _reference_unique = models.Constraint("UNIQUE (card_id, reference)", "A document reserves once on a card.")
    _reference_idx = models.Index("(reference)")
    _active_idx = models.Index("(card_id) WHERE state = 'active'")

    @api.private
    @api.model
    def _reserve(self, reference, wanted, until, document=None):
        """Hold points for a document; what it held before is replaced, so a repeated call changes nothing.

        :param str reference: the document
        :param dict wanted: `{card: points}` that the document is going to spend
        :param datetime until: when the reservation ends by itself
        :param str document: how people call the document
        :return: `{card: spendable points}` of the cards that have too few; nothing is changed then
        :rtype: dict
        """
        wanted = {card.sudo(): to_points(points) for card, points in wanted.items() if to_points(points) > 0}
        cards = self.env["loyalty.card"].sudo().concat(*wanted)
        known = self.sudo().search([("reference", "=", reference)])
        (cards | known.card_id)._club_lock()
        spendable = cards._spendable(besides=reference)
        lacking = {card: spendable[card] for card, points in wanted.items() if points > spendable[card]}
        if lacking:
            return lacking
        known.filtered(lambda held: held.card_id not in cards and held.state == "active").state = "released"
        by_card = {held.card_id: held for held in known}
        for card, points in wanted.items():
            values = {"points": points, "state": "active", "reserved_until": until, "document": document or reference}
            if card in by_card:
                by_card[card].write(values)
            else:
                self.sudo().create({"card_id": card.id, "reference": reference, **values})
        cards._club_touch()
        return {}

    @api.private
    @api.model
    def _close(self, reference, state):
        """A document has spent its points (`captured`) or will not (`released`).

        :param str reference: the document
        :param str state: the new state
        """
        held = self.sudo().search([("reference", "=", reference), ("state", "in", ["active", "ended"])])
        held.filtered(lambda one: one.state != state).state = state

    @api.autovacuum
    def _gc_ended(self):
        """Daily: mark what has ended by itself, and drop what is a season old."""
        now = fields.Datetime.now()
        self.sudo().search([("state", "=", "active"), ("reserved_until", "<", now)]).state = "ended"
        self.sudo().search(
            [("state", "!=", "active"), ("reserved_until", "<", fields.Datetime.subtract(now, days=90))], limit=10000
        ).unlink()


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    @api.private
    def _spendable(self, besides=None):
        """What can be spent now: the points, less what is reserved for other documents and what has expired and is not
        taken yet; nothing from a card that is stopped.

        :param str besides: the reference of a document, whose own reservation does not count against it
        :return: `{card: Decimal}`; below zero when more is reserved or was spent than there is
        """
        self.env["loyalty.reservation"].flush_model()
        self.flush_recordset(["points", "active"])
        spendable = dict.fromkeys(self, ZERO)
        for club, cards in self.sudo().grouped("club_id").items():
            rows = self.env.execute_query(
                SQL(
                    """SELECT c.id, c.points::numeric
                            - coalesce((SELECT sum(l.remaining) FROM loyalty_lot l
                                WHERE l.card_id = c.id AND l.remaining > 0 AND l.expires_on < %s), 0)
                            - coalesce((SELECT sum(r.points) FROM loyalty_reservation r
                                WHERE r.card_id = c.id AND r.state = 'active' AND r.reserved_until >= %s
                                  AND r.reference IS DISTINCT FROM %s), 0)
                         FROM loyalty_card c WHERE c.id = ANY(%s) AND c.active""",
                    club._today() if club else fields.Date.today(),
                    fields.Datetime.now(),
                    besides,
                    cards.ids,
                )
            )
            spendable.update({self.browse(card_id): to_points(points) for card_id, points in rows})
        return spendable

    def _club_reserved(self):
        """What is reserved on these cards now.

        :return: `{card: Decimal}` of those where something is
        """
        groups = (
            self.env["loyalty.reservation"]
            .sudo()
            ._read_group(
                [
                    ("card_id", "in", self.ids),
                    ("state", "=", "active"),
                    ("reserved_until", ">=", fields.Datetime.now()),
                ],
                ["card_id"],
                ["points:sum"],
            )
        )
        return {self.browse(card.id): to_points(points) for card, points in groups}

    def _club_touch(self):
        """Write the rows without a change, so that a transaction which began before starts again on fresh data."""
        if self.ids:
            self.env.execute_query(
                SQL("UPDATE loyalty_card SET write_date = write_date WHERE id = ANY(%s) RETURNING id", self.ids)
            )
