"""A real till in a browser: it sees the tier, spends with the native reward button, and earns (L3)."""

from odoo.tests import tagged

from odoo.addons.loyalty_club.tests.common import ClubBuilders
from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestPosTour(ClubBuilders, TestPointOfSaleHttpCommon):
    def test_till(self):
        type(self).env = self.env(su=True)
        self.whiteboard_pen.product_variant_ids.write({"lst_price": 1000})
        self.main_pos_config.write({"tax_regime_selection": False, "use_pricelist": False})
        club = self._club(rules=False)
        self._rule(club, kind="purchase", points=50)
        member = self._member(club, points=405, name="Sara of the Club")
        member.tier_id = club.tier_ids.filtered(lambda tier: tier.name == "Silver")
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("ClubTillTour")
        self.assertEqual(self._rows(member), [("adjust", 405), ("rule", 50), ("spend", -405)])
        self.assertEqual(member.points, 50)
        self.assertLaw(club)
