"""What comes back to the till takes its points with it (L6). Native POS leaves them."""

from odoo.tests import tagged

from .common import ClubPosCase


@tagged("post_install", "-at_install")
class TestPosRefund(ClubPosCase):
    def test_full(self):
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        refund = self._return(order, {order.lines: 3})
        self.assertEqual(member.points, 5)
        self.assertEqual(self._pos_rows(order), [("rule", 50), ("rule", 30)])
        self.assertEqual(sorted(self._pos_rows(refund)), [("reverse", -50), ("reverse", -30)])

    def test_partial(self):
        """What is left earns as it would have, by the rule that earned; the rest goes with the last book."""
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        self.club.rule_ids.filtered(lambda rule: rule.purchase_mode == "step").points = 1000
        self._return(order, {order.lines: 1})
        self.assertEqual(member.points, 5 + 50 + 20)
        self._return(order, {order.lines: 2})
        self.assertEqual(member.points, 5)

    def test_repeated(self):
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        refund = self._return(order, {order.lines: 1})
        for _time in range(2):
            self._confirm(refund, member.card_id, 0)
            refund._club_book()
        self.assertEqual(member.points, 5 + 50 + 20)

    def test_more_than_bought(self):
        """More is returned than was bought: no more is taken than was given."""
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        self._return(order, {order.lines: 30})
        self.assertEqual(member.points, 5)

    def test_after_spending(self):
        """The points of the order are spent: taking them back overdraws."""
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        self._sync(member.partner_id, [self._line(self._goods("Pen", 85)), self._reward_line(member.card_id, 85)])
        self.assertEqual(member.points, 0)
        self._return(order, {order.lines: 3})
        self.assertEqual(member.points, -80)

    def test_spent_points_come_back(self):
        """The whole order returns with its reward: what it spent is given back, what it gave is taken."""
        member = self._member(self.club, points=1000)
        order = self._sync(member.partner_id, [self._line(qty=3), self._reward_line(member.card_id, 1005)])
        self.assertEqual(member.points, 70)
        goods, reward = order.lines
        self._return(order, {goods: 3, reward: 1})
        self.assertEqual(member.points, 1005)

    def test_back_office_refund(self):
        member = self._member(self.club)
        self.create_backend_pos_order(
            {
                "order_data": {"partner_id": member.partner_id.id},
                "line_data": [{"qty": 3, "product_id": self.book.id}],
                "payment_data": [{"payment_method_id": self.bank_payment_method.id}],
                "refund_data": [{"payment_method_id": self.bank_payment_method.id}],
            }
        )
        self.assertEqual(member.points, 5)

    def test_exchange(self):
        """One order takes back and sells: each part counts for itself."""
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        back = self._line(qty=-3, refunded_orderline_id=order.lines.id)
        self._sync(member.partner_id, [back, self._line(qty=4)])
        self.assertEqual(member.points, 5 + 50 + 40)

    def test_native_rule(self):
        """Points of a native rule come back in proportion."""
        self.club.program_id.rule_ids = [(0, 0, {"reward_point_mode": "money", "reward_point_amount": 0.001})]
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        self.assertEqual(member.points, 5 + 50 + 30 + 300)
        self._return(order, {order.lines: 1})
        self.assertEqual(member.points, 5 + 50 + 20 + 200)
