from odoo.tests import tagged

from odoo.addons.crm_segments.tests.recipes import load_recipe

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestRuleRecipe(ClubCase):
    """The point rule that docs/extending.md shows works as it stands there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_recipe(cls, "loyalty_club/models/rules/share.py")
        cls.club = cls._club(rules=False, name="Shares")
        cls.rule = cls._rule(cls.club, kind="share", points=2.5)

    def test_an_order_gives_the_share(self):
        member = self._member(self.club)
        self._order(member.partner_id, 250050)
        row = self.env["loyalty.ledger"].search([("card_id", "=", member.card_id.id)])
        self.assertEqual((row.points, row.rule_id), (6251, self.rule))  # 6251.25, in whole points
        self.assertEqual(member.card_id.points, 6251)
        self.assertIn(f"2.50% of the purchase {row.src_name}", row.sentence)

    def test_a_row_keeps_the_rule_that_gave_it(self):
        member = self._member(self.club)
        order = self._order(member.partner_id, 1000)
        self.rule.points = 50
        order._action_cancel()
        self.assertEqual(member.card_id.points, 0)
        self.assertEqual([points for _kind, points in self._rows(member)], [25, -25])
