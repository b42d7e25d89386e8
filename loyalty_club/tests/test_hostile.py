"""What staff may try over RPC, with figures of their own: refused, and kept (L3, L4)."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestHostile(ClubCase):
    def setUp(self):
        super().setUp()
        self.member = self._member(self.club, points=100)
        self.card = self.member.card_id
        self.order = self._order(self.member.partner_id, confirm=False)
        self.chief = new_test_user(
            self.env, "club_sales_chief", groups="sales_team.group_sale_manager,crm_segments.crm_segments_group_user"
        )
        self.env.flush_all()

    def _attempts(self):
        """`(model, method, arguments)` as a client sends them, and whether the attempt has to be kept."""
        card, row = self.card.id, self.member.ledger_ids[:1].id
        line, history = self.order.order_line[:1].id, self.card.history_ids[:1].id
        return [
            ("loyalty.card", "write", [[card], {"points": 1e6}], True),
            ("loyalty.card", "write", [[card], {"partner_id": self.chief.partner_id.id}], True),
            ("loyalty.card", "create", [{"program_id": self.club.program_id.id, "points": 1e6}], True),
            ("loyalty.history", "create", [{"card_id": card, "description": "Gift", "issued": 1e6}], True),
            ("loyalty.history", "write", [[history], {"issued": 1e6}], True),
            ("loyalty.history", "unlink", [[history]], True),
            ("loyalty.ledger", "create", [{"card_id": card, "points": 1e6, "kind": "adjust"}], True),
            ("loyalty.ledger", "write", [[row], {"points": 1e6}], True),
            ("sale.order.line", "write", [[line], {"coupon_id": card, "points_cost": -1e6}], False),
            ("sale.order.line", "write", [[line], {"coupon_id": card, "points_cost": 1}], True),
            ("loyalty.lot", "create", [{"card_id": card, "remaining": 1e6}], True),
            ("loyalty.lot", "write", [self._lot().ids, {"remaining": 1e6}], True),
            ("loyalty.lot", "unlink", [self._lot().ids], True),
            ("loyalty.reservation", "create", [{"card_id": card, "points": 1, "reference": "x"}], True),
            ("loyalty.ledger", "_post", [[{"card_id": card, "points": 1e6, "kind": "adjust"}]], False),
            ("loyalty.reservation", "_reserve", ["so:1", {}, "2099-01-01"], False),
        ]

    def _lot(self):
        return self.env["loyalty.lot"].search([("card_id", "=", self.card.id)], limit=1)

    def test_refused_and_kept(self):
        for user in (self.salesman, self.chief):
            for model, method, arguments, kept in self._attempts():
                self.refused.clear()
                with self.subTest(user=user.login, model=model, method=method, arguments=arguments):
                    with self.assertRaises(UserError):
                        call_kw(self.env[model].with_user(user), method, arguments, {})
                    self.assertEqual(bool(self.refused), kept, (user.login, model, method, arguments))
                    self.env.invalidate_all()
                    self.assertEqual((self.card.points, self._lot().remaining), (105, 5))

    def test_members_are_changed_by_the_club(self):
        """Neither tier nor state by a write of staff, not even of managers: the wizard asks for a reason."""
        gold = self.club.tier_ids[-1]
        for values in (
            {"tier_id": gold.id},
            {"tier_by_hand": True},
            {"state": "left"},
            {"return_needs_approval": False},
        ):
            for user in (self.user, self.manager):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    self.member.with_user(user).write(values)
        self.assertNotEqual(self.member.tier_id, gold)

    def test_wizards(self):
        """The native wizards, with the rights that Sales gives."""
        for model, values, method in (
            (
                "loyalty.card.update.balance",
                {"card_id": self.card.id, "new_balance": 1e6, "description": "Gift"},
                "action_update_card_point",
            ),
            (
                "loyalty.generate.wizard",
                {
                    "program_id": self.club.program_id.id,
                    "mode": "selected",
                    "customer_ids": self.member.partner_id.ids,
                    "points_granted": 1e6,
                },
                "generate_coupons",
            ),
        ):
            wizard = self.env[model].create(values)
            self.refused.clear()
            with self.assertRaises(AccessError):
                getattr(wizard.with_user(self.chief), method)()
            self.assertTrue(self.refused, model)
        self.assertEqual(self.card.points, 105)
