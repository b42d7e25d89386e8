"""What customers buy at a till counts in their figures and segments as soon as it is paid (C9, C11)."""

from uuid import uuid4

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.point_of_sale.tests.common import CommonPosTest


@tagged("post_install", "-at_install")
class TestTillFigures(CommonPosTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(su=True, context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.cashier = new_test_user(cls.env, "till_cashier", "base.group_user,point_of_sale.group_pos_user")
        cls.book = cls.env["product.product"].create(
            {"name": "Book", "list_price": 100, "type": "service", "taxes_id": False, "available_in_pos": True}
        )
        cls.pos_config_usd.open_ui()
        cls.session = cls.pos_config_usd.current_session_id
        cls.firm = cls.env["res.partner"].create({"name": "Firm", "is_company": True, "is_customer_club": True})
        cls.buyer = cls.env["res.partner"].create({"name": "Buyer", "parent_id": cls.firm.id})
        cls.segment = cls.env["club.segment"].create(
            {
                "name": "Buyers",
                "definition": {
                    "operator": "all",
                    "children": [{"kind": "spent", "params": {"has": "bought", "min_count": 1}}],
                },
            }
        )
        cls.env.flush_all()
        while cls.env["club.customer.touch"]._process():
            pass

    def _sell(self, quantity, **line):
        """An order over some books, as the till of the cashier sends it when it is paid; returns are below zero."""
        total = self.book.list_price * quantity
        now = fields.Datetime.to_string(fields.Datetime.now())
        line = {
            "product_id": self.book.id,
            "qty": quantity,
            "price_unit": self.book.list_price,
            "price_subtotal": total,
            "price_subtotal_incl": total,
            "tax_ids": [Command.clear()],
            "uuid": str(uuid4()),
            **line,
        }
        payment = {"payment_method_id": self.bank_payment_method.id, "amount": total, "name": now}
        order = {
            "uuid": str(uuid4()),
            "name": "Order",
            "state": "paid",
            "session_id": self.session.id,
            "user_id": self.cashier.id,
            "partner_id": self.buyer.id,
            "date_order": now,
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "to_invoice": False,
            "lines": [Command.create(line)],
            "payment_ids": [Command.create(payment)],
        }
        self.env["pos.order"].with_user(self.cashier).sync_from_ui([order])
        return self.env["pos.order"].search([("uuid", "=", order["uuid"])])

    def _touched(self):
        self.env.flush_all()
        return set(self.env["club.customer.touch"].search([]).mapped("partner_id"))

    def _figures(self):
        """The orders and the money of the firm once the queue is worked through."""
        self.env["club.customer.touch"]._process()
        metric = self.env["club.customer.metric"].search(
            [("partner_id", "=", self.firm.id), ("company_id", "=", self.session.company_id.id)]
        )
        return metric.order_count, metric.spent

    def test_paid_and_returned(self):
        self.assertFalse(self._touched())
        order = self._sell(3)
        self.assertEqual(order.state, "paid")
        self.assertEqual(self._touched(), {self.buyer.id})
        self.assertEqual(self._figures(), (1, 300.0))
        self.assertIn(self.firm, self.segment.partner_ids)
        self._sell(-1, refunded_orderline_id=order.lines.id)
        self.assertEqual(self._touched(), {self.buyer.id})
        self.assertEqual(self._figures(), (1, 200.0))
        self._sell(-2, refunded_orderline_id=order.lines.id)
        self.assertEqual(self._figures(), (0, 0.0))
        self.assertNotIn(self.firm, self.segment.partner_ids)

    def test_another_customer(self):
        """An order that gets its customer afterwards counts for him, and no more for the one before."""
        order = self._sell(1)
        self._figures()
        other = self.env["res.partner"].create({"name": "Other", "is_customer_club": True})
        order.partner_id = other
        self.assertTrue({self.buyer.id, other.id} <= self._touched())
        self.assertEqual(self._figures(), (0, 0.0))

    def test_drafts_say_nothing(self):
        self.env["pos.order"].create(
            {
                "session_id": self.session.id,
                "partner_id": self.buyer.id,
                "amount_total": 0,
                "amount_paid": 0,
                "amount_tax": 0,
                "amount_return": 0,
            }
        )
        self.assertFalse(self._touched())
