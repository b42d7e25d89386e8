"""What native loyalty gets wrong at the till, told to Odoo's own program and to a club (L4, L6)."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import ClubPosCase


@tagged("post_install", "-at_install")
class TestPosDrift(ClubPosCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.native = cls.env["loyalty.program"].create(
            {
                "name": "Native",
                "program_type": "loyalty",
                "applies_on": "both",
                "trigger": "auto",
                "rule_ids": [
                    Command.clear(),
                    Command.create({"reward_point_mode": "order", "reward_point_amount": 50}),
                ],
                "reward_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount_mode": "per_point",
                            "discount": 1,
                            "discount_applicability": "order",
                            "required_points": 1,
                        }
                    ),
                ],
            }
        )
        cls.member = cls._member(cls.club, points=95)
        cls.native_card = cls.env["loyalty.card"].create(
            {"program_id": cls.native.id, "partner_id": cls.member.partner_id.id, "points": 100}
        )

    def _history(self, card):
        return [(line.issued, line.used) for line in card.history_ids.sorted("id")]

    def test_two_tills_spend_the_same_points(self):
        """Natively both are let through, and the balance is below zero; here the second is told before it is paid."""
        till = self.env["pos.order"].with_user(self.cashier)
        native = str(self.native_card.id)
        asked = [till.validate_coupon_programs({native: -100}, [])["successful"] for _till in range(2)]
        for _till in range(2):
            order = self._sync(self.member.partner_id, [self._line(), self._reward_line(self.native_card, 100)])
            self._confirm(order, self.native_card, -100)
        self.assertEqual((asked, self.native_card.points), ([True, True], -100))
        ours = str(self.member.card_id.id)
        told = [till.club_reserve(uuid * 36, {ours: -self.member.points})["successful"] for uuid in "ab"]
        self.assertEqual(told, [True, False])

    def test_till_invents_points(self):
        """Natively the till gives what it says, for nothing."""
        partner = self.member.partner_id
        order = self._sync(partner, [self._line()])
        self._confirm(order, self.native_card, 99999)
        self.assertEqual(self.native_card.points, 100099)
        self._confirm(order, self.member.card_id, 99999)
        self.assertEqual(self.member.points, 100 + 50 + 10)
        self.assertTrue(self.refused)

    def test_goods_come_back(self):
        """Natively what is returned keeps its points."""
        order = self._sync(self.member.partner_id, [self._line()])
        self._confirm(order, self.native_card, 50)
        self._return(order, {order.lines: 1})
        self.assertEqual(self.native_card.points, 150)
        self.assertEqual(self.member.points, 100)

    def test_earned_and_spent_at_once(self):
        """Natively the history knows the difference alone; here both are rows."""
        lines = [self._line(), self._reward_line(self.native_card, 50)]
        order = self._sync(self.member.partner_id, lines)
        self._confirm(order, self.native_card, 0)
        self.assertEqual(self._history(self.native_card), [])
        order = self._sync(self.member.partner_id, [self._line(), self._reward_line(self.member.card_id, 50)])
        rows = self._pos_rows(order)
        self.assertEqual(sum(points for kind, points in rows if kind == "rule"), 50)
        self.assertEqual(sum(points for kind, points in rows if kind == "spend"), -50)
