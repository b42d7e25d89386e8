"""A payment that does not stay: what it set free is taken back, also when it was spent, and waits for the next one."""

from odoo import models
from odoo.tools import SQL

from ..tools.points import ZERO, share
from .loyalty_club_paid import PAID


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _club_bounce(self):
        """Take back what waited for the payment of those of these orders that are no longer paid, in the share that is
        not paid: an order may have other invoices. The same points are then given again, to wait for a payment that
        stays: who has spent them owes them until it arrives."""
        ledger = self.env["loyalty.ledger"].sudo()
        for order in self.sudo().filtered(lambda order: order._club_counts() and not order._club_is_settled()):
            order = order._club_enter()
            entries = []
            for rows in order._club_posted().values():
                free = [(row, left) for row, left in rows if left > 0 and ledger._is_free_until_paid(row)]
                given = sum(max(left, ZERO) for _row, left in rows)
                kept = share(given, max(order._club_paid_amounts()), order._club_amount_due())
                entries += order._club_reversals(free, sum(left for _row, left in free) - kept, order)
            for entry in entries:
                entry["rule_snapshot"] = dict(entry["rule_snapshot"], bounced=True)
            if entries:
                ledger._post(entries)
                order._club_sync()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _write_multi(self, vals_list):
        """Override: an invoice that was paid is not any more, whichever way that came about; the computed state passes
        here alone. Looked at before the commit, since a payment may be exchanged for another."""
        if not any("payment_state" in vals for vals in vals_list):
            return super()._write_multi(vals_list)
        query = (
            "SELECT id FROM account_move WHERE id = ANY(%s) AND move_type = 'out_invoice' AND payment_state = ANY(%s)"
        )
        self.env.cr.execute(SQL(query, self.ids, list(PAID)))  # within a flush, which must not begin again
        paid = self.browse(row[0] for row in self.env.cr.fetchall())
        result = super()._write_multi(vals_list)
        if paid:
            self.env.cr.precommit.add(paid.sudo()._club_bounce_unpaid)
        return result

    def _club_bounce_unpaid(self):
        unpaid = self.exists().filtered(lambda move: move.payment_state not in PAID)
        unpaid.invoice_line_ids.sale_line_ids.order_id._club_bounce()
        self.env.flush_all()


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def write(self, vals):
        """Override of `payment`: the provider calls back what it had confirmed."""
        done = self.filtered(lambda one: one.state == "done") if "state" in vals else self.browse()
        result = super().write(vals)
        done.filtered(lambda one: one.state != "done").sudo().sale_order_ids._club_bounce()
        return result


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _is_free_until_paid(self, row):
        """Whether a row gave points until an order is paid, and they wait for that no longer."""
        until_paid = (row.rule_snapshot or {}).get("until_paid")
        return bool(until_paid) and not self._lot_after_merges(row.lot_id).unpaid_order_id

    def _say_reverse(self):
        if (self.rule_snapshot or {}).get("bounced"):
            return self.env._(
                "%(points)s points taken back because the payment of %(document)s did not stay",
                points=self._amount(),
                document=self._document(),
            )
        return super()._say_reverse()
