"""Points that wait until their order is paid (L6)."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestPaid(ClubCase):
    def setUp(self):
        super().setUp()
        self.club = self._club(rules=False)
        self.rule = self._rule(self.club, kind="purchase", points=50, hold_until_paid=True)
        self.member = self._member(self.club, points=10)

    def _points(self):
        self.member.invalidate_recordset()
        return self.member.points, self.member.held_points

    def _invoice(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def _pay(self, invoice, part=1.0):
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({"amount": invoice.amount_residual * part}).action_create_payments()

    def test_free_when_the_last_invoice_is_paid(self):
        order = self._order(self.member.partner_id)
        self.assertEqual(self._points(), (10, 50))
        row = self.member.ledger_ids.filtered(lambda row: row.kind == "hold")
        self.assertIn(f"until {order.name} is paid", row.sentence)
        invoice = self._invoice(order)
        self._pay(invoice, part=0.5)
        self.assertEqual(self._points(), (10, 50))
        self._pay(invoice)
        self.assertEqual(self._points(), (60, 0))
        history = self.member.card_id.history_ids
        self.assertEqual(sum(history.mapped("issued")) - sum(history.mapped("used")), 60)

    def test_online_before_and_after_the_order_is_confirmed(self):
        order = self._order(self.member.partner_id, confirm=False)
        self._transaction(order)
        order.action_confirm()
        self.assertEqual(self._points(), (60, 0))
        order = self._order(self.member.partner_id)
        self.assertEqual(self._points(), (60, 50))
        self._transaction(order)
        self.assertEqual(self._points(), (110, 0))
        transaction = order.transaction_ids
        transaction.state = "error"
        self.assertEqual(self._points(), (60, 50))
        transaction.state = "done"
        self.assertEqual(self._points(), (110, 0))

    def _transaction(self, order):
        provider = self.env["payment.provider"].search([("code", "=", "none")], limit=1)
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": f"paid {order.name}",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        transaction.state = "done"

    def _bounce(self, order):
        order.invoice_ids.line_ids.remove_move_reconcile()
        self.env.cr.flush()

    def test_a_payment_that_bounces(self):
        """What was set free is taken back, and waits again; a rejected payment is no other case."""
        order = self._order(self.member.partner_id)
        invoice = self._invoice(order)
        for _time in range(2):
            self._pay(invoice)
            self.assertEqual(self._points(), (60, 0))
            self._bounce(order)
            self.assertEqual(self._points(), (10, 50))
        row = self.member.ledger_ids.filtered(lambda row: row.kind == "reverse")[:1]
        self.assertIn(f"the payment of {order.name} did not stay", row.sentence)
        order._action_cancel()
        self.assertEqual(self._points(), (10, 0))

    def test_a_payment_that_bounces_after_the_points_were_spent(self):
        order = self._order(self.member.partner_id)
        self._pay(self._invoice(order))
        self.env["loyalty.ledger"]._post([{"card_id": self.member.card_id.id, "kind": "adjust", "points": -60}])
        self._bounce(order)
        self.assertEqual(self._points(), (-50, 50))
        self.assertLaw(self.club)
        self._pay(order.invoice_ids)
        self.assertEqual(self._points(), (0, 0))

    def test_one_of_several_invoices_bounces(self):
        """What the others have paid stays free."""
        self.rule.write({"purchase_mode": "step", "step_amount": 100000})
        order = self._order(self.member.partner_id, amount=100000)
        first = self._invoice(order)
        self._pay(first)
        order.order_line.product_uom_qty = 4
        second = self._invoice(order)
        self._pay(second)
        self.assertEqual(self._points(), (210, 0))
        for bounced, left in ((first, (160, 50)), (second, (10, 200))):
            bounced.line_ids.remove_move_reconcile()
            self.env.cr.flush()
            self.assertEqual(self._points(), left)
            self.assertLaw(self.club)
        for paid, left in ((second, (10, 200)), (first, (210, 0))):
            self._pay(paid)
            self.assertEqual(self._points(), left)

    def _two_invoices(self):
        """An order of four, one and three of which are invoiced apart."""
        self.rule.write({"purchase_mode": "step", "step_amount": 100000})
        order = self._order(self.member.partner_id, amount=100000)
        first = self._invoice(order)
        order.order_line.product_uom_qty = 4
        return first, self._invoice(order)

    def _refund(self, invoice):
        return invoice._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)

    def test_one_of_several_invoices_is_refunded(self):
        """The rest is settled when it is paid, before or after the credit note."""
        first, second = self._two_invoices()
        self._refund(first)
        self.assertEqual(self._points(), (10, 150))
        self._pay(second)
        self.assertEqual(self._points(), (160, 0))
        first, second = self._two_invoices()
        self._pay(second)
        self.assertEqual(self._points(), (160, 200))
        self._refund(first)
        self.assertEqual(self._points(), (310, 0))
        self.assertLaw(self.club)

    def test_what_was_refunded_pays_nothing_else(self):
        """A paid invoice that was refunded does not stand in for another whose payment bounces."""
        first, second = self._two_invoices()
        self._pay(first)
        self._pay(second)
        self._refund(second)
        self.assertEqual(self._points(), (60, 0))
        first.line_ids.remove_move_reconcile()
        self.env.cr.flush()
        self.assertEqual(self._points(), (10, 50))
        self._pay(first)
        self.assertEqual(self._points(), (60, 0))
        self.assertLaw(self.club)

    def test_a_payment_is_exchanged_for_another(self):
        """Nothing moves when the order is paid again before anybody could see that it was not."""
        order = self._order(self.member.partner_id)
        invoice = self._invoice(order)
        self._pay(invoice)
        rows = len(self._rows(self.member))
        invoice.line_ids.remove_move_reconcile()
        self.env.flush_all()
        self._pay(invoice)
        self.env.cr.flush()
        self.assertEqual(len(self._rows(self.member)), rows)

    def test_a_payment_that_bounces_after_a_merge(self):
        order = self._order(self.member.partner_id)
        self._pay(self._invoice(order))
        other = self._member(self.club, points=5, name="The same person")
        self.env["base.partner.merge.automatic.wizard"]._merge((self.member | other).partner_id.ids, other.partner_id)
        self.member = other.exists()
        self.assertEqual(self._points(), (65, 0))
        self._bounce(order)
        self.assertEqual(self._points(), (15, 50))

    def test_no_reward_spends_what_waits(self):
        self._order(self.member.partner_id)
        self.assertEqual(self.member.card_id._spendable()[self.member.card_id], 10)
        with self.assertRaises(UserError):
            self.env["loyalty.ledger"]._post([{"card_id": self.member.card_id.id, "kind": "adjust", "points": -11}])
        order = self._order(self.member.partner_id, confirm=False)
        self._spend(order)
        self.assertEqual(sum(order.order_line.mapped("points_cost")), 10)

    def test_cancelled_or_refunded_before(self):
        self._order(self.member.partner_id)._action_cancel()
        self.assertEqual(self._points(), (10, 0))
        order = self._order(self.member.partner_id)
        invoice = self._invoice(order)
        self.assertEqual(self._points(), (10, 50))
        note = invoice._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)
        self.assertEqual(note.state, "posted")
        self.assertEqual(self._points(), (10, 0))
        history = self.member.card_id.history_ids
        self.assertEqual(sum(history.mapped("issued")) - sum(history.mapped("used")), 10)

    def test_edited_after_it_was_paid(self):
        """What the order earns more than it was paid for waits for the rest."""
        self.rule.write({"purchase_mode": "step", "step_amount": 100000})
        order = self._order(self.member.partner_id, amount=100000)
        self._pay(self._invoice(order))
        self.assertEqual(self._points(), (60, 0))
        order.order_line.product_uom_qty = 2
        self.assertEqual(self._points(), (60, 50))
        self._pay(self._invoice(order))
        self.assertEqual(self._points(), (110, 0))

    def test_a_day_to_wait_for_as_well(self):
        self.rule.hold_days = 7
        order = self._order(self.member.partner_id)
        self._pay(self._invoice(order))
        self.assertEqual(self._points(), (10, 50))
        lot = self.env["loyalty.lot"].search([("card_id", "=", self.member.card_id.id), ("held", ">", 0)])
        self.assertFalse(lot.unpaid_order_id)
        self.assertEqual(lot.available_on, fields.Date.add(self.club._today(), days=7))

    def test_a_merge_goes_on_waiting(self):
        order = self._order(self.member.partner_id)
        other = self._member(self.club, points=5, name="The same person")
        self.env["base.partner.merge.automatic.wizard"]._merge((self.member | other).partner_id.ids, other.partner_id)
        self.assertEqual((other.exists().points, other.exists().held_points), (15, 50))
        self._pay(self._invoice(order))
        other.invalidate_recordset()
        self.assertEqual((other.points, other.held_points), (65, 0))
        self.member = other

    def test_a_payment_that_nobody_told_of(self):
        """The daily job finds it."""
        order = self._order(self.member.partner_id)
        invoice = self._invoice(order)
        with patch.object(self.registry["sale.order"], "_club_mature"):
            self._pay(invoice)
        self.assertEqual(self._points(), (10, 50))
        with patch.object(self.registry["ir.cron"], "_commit_progress"):
            self.env["loyalty.club"]._cron_expire()
        self.assertEqual(self._points(), (60, 0))
