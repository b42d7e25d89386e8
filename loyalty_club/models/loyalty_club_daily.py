"""What a club does every day: take what has expired, and release what was held until now."""

from functools import partial

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    @api.model
    def _cron_expire(self, chunk=2000):
        """Daily: take what has expired and release what was held, some cards at a time."""
        self.env["sale.order"]._club_mature_paid()
        self._in_chunks("held > 0 AND unpaid_order_id IS NULL AND available_on <= %s", "_release", chunk)
        self._in_chunks("remaining > 0 AND expires_on < %s", "_expire", chunk)
        self._cron_expire_idle(chunk)
        self._cron_warn(chunk)

    @api.model
    def _in_chunks(self, due, method, chunk):
        """Call a method of each club with the cards whose lots are due today, some at a time. It goes on from card to
        card, so that a lot which stays due cannot hold it up.

        :param str due: condition on the lots, with a place for today
        :param str method: takes cards
        """
        for club in self.with_context(active_test=False).search([]):  # pylint: disable=no-search-all
            last = 0
            while cards := [row[0] for row in self.env.execute_query(club._query_due(due, last, chunk))]:
                some = self.env["loyalty.card"].browse(cards)
                step = partial(getattr(club, method), some)
                self.env["loyalty.ledger"]._in_own_transaction(step, processed=len(some))
                last = cards[-1]

    def _query_due(self, due, last, chunk):
        return SQL(
            "SELECT DISTINCT card_id FROM loyalty_lot WHERE club_id = %s AND card_id > %s AND %s"
            " ORDER BY card_id LIMIT %s",
            self.id,
            last,
            SQL(due, self._today()),
            chunk,
        )

    def _expire(self, cards):
        """Take what is left in the lots of these cards that have ended."""
        due = Domain("remaining", ">", 0) & Domain("expires_on", "<", self._today())
        self._post_lots(cards, "expire", due, lambda lot: -lot.remaining)

    def _release(self, cards):
        """Make held points of these cards spendable whose day has come and whose order is paid."""
        due = Domain("held", ">", 0) & Domain("unpaid_order_id", "=", False)
        due &= Domain("available_on", "=", False) | Domain("available_on", "<=", self._today())
        self._post_lots(cards, "release", due, lambda lot: lot.held)

    def _post_lots(self, cards, kind, due, points):
        """Post one movement for each lot that is due, once a day.

        :param loyalty.card cards: locked before their lots are read
        :param str kind: of the ledger rows
        :param Domain due: which lots
        :param points: function from a lot to the points to move
        """
        self.ensure_one()
        cards._club_lock()
        lots = self.env["loyalty.lot"].sudo().search(Domain("card_id", "in", cards.ids) & due)
        today = self._today()
        self.env["loyalty.ledger"]._post(
            [
                {
                    "card_id": lot.card_id.id,
                    "lot_id": lot.id,
                    "kind": kind,
                    "points": points(lot),
                    "key": f"{kind}:{lot.id}:{today}",
                }
                for lot in lots
            ]
        )
