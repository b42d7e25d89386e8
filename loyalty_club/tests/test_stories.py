"""Random stories of orders, edits, cancels, refunds, payments that stay or bounce, gifts, expiry and merges, in any
order, against a model that fits on a page and knows neither lots nor rows (L4, L6, L16)."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ClubCase

PRICE, STEP, EACH, WHEN_PAID = 100000, 100000, 10, 7
WHO, WHICH, MANY = st.integers(0, 2), st.integers(0, 5), st.integers(1, 4)
STORY = st.lists(
    st.one_of(
        st.tuples(st.just("buy"), WHO, MANY),
        st.tuples(st.just("buy_with_reward"), WHO, MANY),
        st.tuples(st.just("edit"), WHICH, MANY),
        st.tuples(st.just("cancel"), WHICH, MANY),
        st.tuples(st.just("confirm_again"), WHICH, MANY),
        st.tuples(st.just("refund"), WHICH, MANY),
        st.tuples(st.just("pay"), WHICH, MANY),
        st.tuples(st.just("bounce"), WHICH, MANY),
        st.tuples(st.just("give"), WHO, st.integers(1, 99)),
        st.tuples(st.just("take"), WHO, st.integers(1, 99)),
        st.tuples(st.just("expire"), WHO, st.integers(1, 99)),
        st.tuples(st.just("change_rule"), WHO, st.integers(1, 99)),
        st.tuples(st.just("merge"), WHO, WHO),
    ),
    min_size=4,
    max_size=14,
)


@dataclass
class Sale:
    """An order, as its customer understands it."""

    quantity: int
    rate: int  # what an order gave when this one was made
    spent: int = 0
    refunded: int = 0
    paid: int = 0
    live: bool = True

    def moved(self):
        """What it has moved."""
        paid = PRICE * (self.quantity - self.refunded) - self.spent
        earned = self.rate + EACH * (paid // STEP) if paid > 0 else 0
        if paid > 0 and self.paid >= PRICE * self.quantity - self.spent:
            earned += WHEN_PAID
        return earned - self.spent if self.live else 0


@dataclass
class Customer:
    given: int = 0
    sales: list = field(default_factory=list)

    def points(self):
        return self.given + sum(sale.moved() for sale in self.sales)


@tagged("post_install", "-at_install")
class TestStories(ClubCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.club = cls._club(rules=False, name="Stories")
        cls.order_rule = cls._new_rule(purchase_mode="order", points=50)
        cls._new_rule(purchase_mode="step", step_amount=STEP, points=EACH)
        cls._new_rule(purchase_mode="order", points=WHEN_PAID, hold_until_paid=True)

    @classmethod
    def _new_rule(cls, **values):
        rule = {"club_id": cls.club.id, "name": "Purchase", "kind": "purchase", **values}
        return cls.env["loyalty.club.rule"].create(rule)

    @settings(
        max_examples=150 if os.environ.get("CLUB_LOAD") else 12,
        deadline=None,
        derandomize=not os.environ.get("CLUB_LOAD"),
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(STORY)
    def test_load_of_stories(self, story):
        with self.env.cr.savepoint() as savepoint:
            self.customers = [Customer() for _index in range(3)]
            self.members = [self._member(self.club, name=f"Customer {index}") for index in range(3)]
            self.sales = []  # (order, Sale)
            for step, first, second in story:
                getattr(self, f"_{step}")(first, second)
                self.env.cr.flush()
                self.env.invalidate_all()
                for member, customer in zip(self.members, self.customers, strict=True):
                    self.assertEqual(member.points, customer.points(), (step, first, second))
                self.assertEqual(self.club._verify(), [], (step, first, second))
            savepoint.rollback()
        self.env.invalidate_all()

    # === WHAT HAPPENS, HERE AND IN THE MODEL === #

    def _buy(self, who, quantity, reward=False):
        member, customer = self.members[who], self.customers[who]
        order = self._order(member.partner_id, PRICE, confirm=False, quantity=quantity)
        sale = Sale(quantity, int(self.order_rule.points))
        if reward and member.points > 0:
            self._spend(order)
            sale.spent = customer.points()
        order.action_confirm()
        customer.sales.append(sale)
        self.sales.append((order, sale))

    def _buy_with_reward(self, who, quantity):
        self._buy(who, quantity, reward=True)

    def _pick(self, which, live):
        """One of the orders that are confirmed, or cancelled."""
        some = [(order, sale) for order, sale in self.sales if sale.live == live]
        return some[which % len(some)] if some else (None, None)

    def _edit(self, which, quantity):
        order, sale = self._pick(which, live=True)
        if order and not order.invoice_ids:
            order.order_line.filtered(lambda line: not line.reward_id).product_uom_qty = quantity
            sale.quantity = quantity

    def _cancel(self, which, _many):
        order, sale = self._pick(which, live=True)
        if order:
            order._action_cancel()
            sale.live = False

    def _confirm_again(self, which, _many):
        """The reward went with the cancel; the rule stays that of the first time."""
        order, sale = self._pick(which, live=False)
        if order:
            order.action_draft()
            order.action_confirm()
            sale.live, sale.spent = True, 0

    def _refund(self, which, many):
        order, sale = self._pick(which, live=True)
        many = min(many, sale.quantity - sale.refunded) if sale else 0
        if many > 0:
            invoice = self._invoice(order)
            note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            note.invoice_line_ids.filtered(lambda line: line.price_unit < 0).unlink()
            note.invoice_line_ids.quantity = many
            note.action_post()
            sale.refunded += many

    def _invoice(self, order):
        invoice = order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice")
        if not invoice:
            invoice = order._create_invoices()
            invoice.action_post()
        return invoice

    def _pay(self, which, _many):
        order, sale = self._pick(which, live=True)
        invoice = order and not sale.paid and self._invoice(order)
        if invoice and invoice.amount_residual:  # else credit notes have settled it
            wizard = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            )
            wizard.create({}).action_create_payments()
            sale.paid = PRICE * sale.quantity - sale.spent

    def _bounce(self, which, _many):
        order, sale = self._pick(which, live=True)
        if order and sale.paid:
            order.invoice_ids.line_ids.remove_move_reconcile()
            sale.paid = 0

    def _give(self, who, points, **values):
        self.env["loyalty.ledger"]._post(
            [{"card_id": self.members[who].card_id.id, "kind": "adjust", "points": points, **values}]
        )
        self.customers[who].given += points

    def _take(self, who, points):
        if points > max(self.customers[who].points(), 0):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._give(who, -points)
        else:
            self._give(who, -points)

    def _expire(self, who, points):
        """Points that have ended pay what is owed; the rest of them goes the same night."""
        owed = max(-self.customers[who].points(), 0)
        self._give(who, points, expires_on=fields.Date.today() - timedelta(days=1))
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["loyalty.club"]._cron_expire()
        self.customers[who].given -= max(points - owed, 0)

    def _change_rule(self, _who, points):
        self.order_rule.points = points

    def _merge(self, keep, gone):
        if keep == gone or self.members[keep] == self.members[gone]:
            return
        kept, other = self.members[keep], self.members[gone]
        partners = kept.partner_id | other.partner_id
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, kept.partner_id)
        customer, merged = self.customers[keep], self.customers[gone]
        self.customers = [customer if one is merged else one for one in self.customers]
        self.members = [kept if one == other else one for one in self.members]
        customer.given += merged.given
        customer.sales += merged.sales
