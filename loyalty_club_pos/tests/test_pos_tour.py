"""A real till in a browser: it sees the tier, spends with the native reward button, and earns (L3)."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.loyalty_club.tests.common import ClubBuilders
from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestPosTour(ClubBuilders, TestPointOfSaleHttpCommon):
    def setUp(self):
        super().setUp()
        type(self).env = self.env(su=True)
        self.whiteboard_pen.product_variant_ids.write({"lst_price": 1000})
        self.main_pos_config.write({"tax_regime_selection": False, "use_pricelist": False})
        self.club = self._club(rules=False)
        self._rule(self.club, kind="purchase", points=50)
        self.member = self._member(self.club, points=305, name="Sara of the Club")
        self.env["loyalty.ledger"]._post(
            [
                {
                    "card_id": self.member.card_id.id,
                    "kind": "adjust",
                    "points": 100,
                    "expires_on": fields.Date.add(fields.Date.today(), days=10),
                }
            ]
        )
        self.member.tier_id = self.club.tier_ids.filtered(lambda tier: tier.name == "Silver")
        self.main_pos_config.with_user(self.pos_user).open_ui()

    def tearDown(self):
        self.assertLaw(self.club)
        super().tearDown()

    def _moved(self):
        """What the till moved, by kind."""
        moved = {}
        for kind, points in self._rows(self.member)[2:]:
            moved[kind] = moved.get(kind, 0) + float(points)
        return moved

    def test_till(self):
        waiting = fields.Date.add(fields.Date.today(), days=7)
        self.env["loyalty.ledger"]._post(
            [{"card_id": self.member.card_id.id, "kind": "adjust", "points": 25, "available_on": waiting}]
        )
        self.start_pos_tour("ClubTillTour")
        self.assertEqual(self._moved(), {"adjust": 25, "hold": -25, "rule": 50, "spend": -405})
        held = self.env["loyalty.reservation"].search([("card_id", "=", self.member.card_id.id)])
        self.assertEqual((held.state, held.points), ("captured", 405))

    def test_second_till(self):
        """Another till is being paid with the same points: this one is told before its cashier takes money."""
        self.start_pos_tour("ClubSecondTillTour")
        self.assertEqual(self._moved(), {})

    def test_spendable(self):
        until = fields.Datetime.add(fields.Datetime.now(), minutes=30)
        self.env["loyalty.reservation"]._reserve("pos:another till", {self.member.card_id: 100}, until)
        self.start_pos_tour("ClubSpendableTour")
        self.assertEqual(self._moved(), {"rule": 50, "spend": -305})

    def test_offline(self):
        """Sold without a connection: booked once when the till is back."""
        self.start_pos_tour("ClubOfflineTour")
        self.assertEqual(self._moved(), {"rule": 50, "spend": -405})

    def test_refund(self):
        self.start_pos_tour("ClubRefundTour")
        self.assertEqual(self._moved(), {"rule": 50, "reverse": -50})
        self.assertEqual(self.member.points, 405)

    def test_member_number(self):
        """L3: whom the till has not loaded is found by the number on his card, and by phone, in Persian digits."""
        self.member.partner_id.phone = "0912 123 4567"
        late = self._member(self.club, name="Late Omid")
        late.number = "M770012"
        # the till loads whom the shop sold to; of the others it knows none
        with patch.object(type(self.main_pos_config), "get_limited_partners_loading", lambda config, offset=0: []):
            self.start_pos_tour("ClubMemberNumberTour")
        draft = self.env["pos.order"].search([("session_id.config_id", "=", self.main_pos_config.id)])
        self.assertFalse(draft.filtered(lambda order: order.state != "draft"), "looking for somebody sells nothing")

    def test_card_and_wallet(self):
        """The till finds the member by the code on his card, and his credit pays."""
        self.member.card_id.code = "0440123456789abcdef0123"
        self.member._give_credit(300, key="test", days=30)
        self.start_pos_tour("ClubWalletTour")
        self.member.invalidate_recordset()
        self.assertEqual(self.member.credit, 0)
        held = self.env["loyalty.reservation"].search([("card_id", "=", self.member.wallet_card_id.id)])
        self.assertEqual((held.state, held.points), ("captured", 300))
        self.assertEqual(self._moved(), {"rule": 50})
