"""Points reserved before an order is paid (L3, L4)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestReservation(ClubCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._member(cls.club, points=995)
        cls.card = cls.member.card_id
        cls.provider = cls.env["payment.provider"].create({"name": "Bank", "code": "none"})
        cls.method = cls.env["payment.method"].create(
            {"name": "Card", "code": "club_card", "provider_ids": [Command.set(cls.provider.ids)]}
        )

    def _reserve(self, reference, points, minutes=60):
        until = fields.Datetime.add(fields.Datetime.now(), minutes=minutes)
        return self.env["loyalty.reservation"]._reserve(reference, {self.card: points}, until)

    def test_what_a_salesman_reads_on_the_order(self):
        salesman = new_test_user(self.env, "note_salesman", "sales_team.group_sale_salesman_all_leads")
        order = self._order(self.member.partner_id, confirm=False).with_user(salesman)
        self.assertIn(self.club.name, order.club_note)
        self.assertIn("1,000 points to spend", order.club_note)
        self._reserve("elsewhere", 95)
        self.env.invalidate_all()
        self.assertIn("905 points to spend", order.club_note)
        self.assertIn("95 points are reserved", order.club_note)
        stranger = self._order(self._partner("Stranger"), confirm=False).with_user(salesman)
        self.assertFalse(stranger.club_note)

    def _spendable(self, besides=None):
        return float(self.card._spendable(besides)[self.card])

    def _order_with_reward(self):
        order = self._order(self.member.partner_id, confirm=False)
        self._spend(order)
        return order

    def _pay(self, order):
        """The customer begins to pay."""
        return self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [Command.set(order.ids)],
                "operation": "online_redirect",
            }
        )

    # === THE RESERVATION === #

    def test_lowers_what_can_be_spent(self):
        """Points stay; a second document cannot have them; a repeated call changes nothing."""
        for _twice in range(2):
            self.assertEqual(self._reserve("a", 700), {})
        self.assertEqual((self.member.points, self._spendable(), self._spendable("a")), (1000, 300, 1000))
        self.assertEqual(self._reserve("b", 301), {self.card: 300})
        self.assertEqual(self._reserve("b", 300), {})
        self.assertEqual(self._reserve("a", 100), {})
        self.assertEqual(self._spendable(), 600)
        self.assertEqual(self.env["loyalty.reservation"].search_count([("card_id", "=", self.card.id)]), 2)

    def test_ends(self):
        """By itself, when it is given up, and when it asks for nothing more."""
        self._reserve("a", 700)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.assertEqual(self._spendable(), 1000)
            self.env["loyalty.reservation"]._gc_ended()
        self.assertEqual(self.env["loyalty.reservation"].search([("reference", "=", "a")]).state, "ended")
        self._reserve("b", 700)
        self.env["loyalty.reservation"]._close("b", "released")
        self.assertEqual(self._spendable(), 1000)
        self._reserve("c", 700)
        self._reserve("c", 0)
        self.assertEqual(self._spendable(), 1000)

    def test_expired_and_stopped(self):
        self.env["loyalty.ledger"]._post(
            [{"card_id": self.card.id, "kind": "adjust", "points": 50, "expires_on": "2020-01-01"}]
        )
        self.assertEqual((self.member.points, self._spendable()), (1050, 1000))
        self.member.action_suspend()
        self.assertEqual(self._spendable(), 0)

    def test_only_read(self):
        """Nobody reserves, changes or removes by hand."""
        self._reserve("a", 700)
        Reservation = self.env["loyalty.reservation"]
        for right in ("write", "create", "unlink"):
            self.assertFalse(Reservation.with_user(self.manager).has_access(right))
        self.assertEqual(Reservation.with_user(self.user).search([]).mapped("points"), [700])
        portal = new_test_user(self.env, "club_portal", groups="base.group_portal")
        self.assertFalse(Reservation.with_user(portal).has_access("read"))

    # === PAYING AN ORDER === #

    def test_another_order_is_told(self):
        """While one order is being paid, the reward of another is out of reach: before its customer has paid."""
        first, second = self._order_with_reward(), self._order_with_reward()
        self._pay(first)
        with self.assertRaises(ValidationError):
            self._pay(second)
        second._update_programs_and_rewards()
        self.assertFalse(second.order_line.coupon_id)
        self.assertEqual(self.member.points, 1000)

    def test_paid_in_time(self):
        order = self._order_with_reward()
        transaction = self._pay(order)
        transaction._set_done()
        transaction._check_amount_and_confirm_order()
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._rows(self.member)[-1], ("spend", -995))
        self.assertEqual(self.env["loyalty.reservation"].search([("card_id", "=", self.card.id)]).state, "captured")
        self.assertEqual(self._spendable(), self.member.points)

    def test_paid_late(self):
        """The payment arrives after the reservation ended and the points were spent elsewhere. The customer paid what
        he was told: the order is confirmed with its reward, the rest is an overdraft. (Native: paid, not confirmed.)"""
        order = self._order_with_reward()
        amount, transaction = order.amount_total, self._pay(order)
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            self.env["loyalty.ledger"]._post([{"card_id": self.card.id, "kind": "spend", "points": -900}])
            transaction._set_done()
            transaction._check_amount_and_confirm_order()
        self.assertEqual((order.state, order.amount_total), ("sale", amount))
        self.assertEqual(self.member.points, 1000 - 900 - 1000 + 50 + 20)

    def test_more_points_meanwhile(self):
        """What was paid stays what was told, also when more points came in."""
        order = self._order_with_reward()
        amount, transaction = order.amount_total, self._pay(order)
        self.env["loyalty.ledger"]._post([{"card_id": self.card.id, "kind": "adjust", "points": 500}])
        transaction._set_done()
        transaction._check_amount_and_confirm_order()
        self.assertEqual((order.state, order.amount_total), ("sale", amount))
        self.assertEqual(self.member.points, 500 + 50 + 20)

    def test_abandoned_or_failed(self):
        """A payment that fails gives the points free at once; one that is abandoned, after its time."""
        order = self._order_with_reward()
        self._pay(order)._set_error("No money")
        self.assertEqual(self._spendable(), 1000)
        self._pay(order)
        self.assertEqual(self._spendable(), 0)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.assertEqual(self._spendable(), 1000)

    def test_transfer_on_its_way(self):
        """A bank transfer takes days; its points wait for it. A cancelled order gives them free."""
        order = self._order_with_reward()
        self._pay(order)._set_pending()
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self.assertEqual(self._spendable(), 0)
        order.action_cancel()
        self.assertEqual(self._spendable(), 1000)
