"""Two companies share customers and nothing else: no rule, tier or club of one sees what the other sold (L1)."""

from odoo.tests import tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestCompanies(ClubCase):
    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Other", "currency_id": self.club.currency_id.id})
        self.env.user.company_ids |= self.other
        self.elsewhere = self._club(rules=False, name="Elsewhere", company_id=self.other.id)
        self._rule(self.elsewhere, kind="purchase", points=7)
        partner = self._partner("Customer of both")
        self.here, self.there = self._member(self.club, partner=partner), self._member(self.elsewhere, partner=partner)

    def _order_there(self):
        env = self.env(context=dict(self.env.context, allowed_company_ids=self.other.ids))
        case = self.here.partner_id.with_env(env)
        cls, old = type(self), type(self).env
        cls.env = env
        try:
            return self._order(case)
        finally:
            cls.env = old

    def test_points(self):
        order = self._order_there()
        self.assertEqual(order.company_id, self.other)
        self.assertEqual((self.here.points, self.there.points), (5, 7))
        self._order(self.here.partner_id)
        self.assertEqual((self.here.points, self.there.points), (5 + 80, 7))
        order._action_cancel()
        self.assertEqual((self.here.points, self.there.points), (85, 0))

    def test_tiers(self):
        for basis, threshold in (("orders", 1), ("spend", 1000), ("points", 6)):
            normal, bronze, *rest = self.club.tier_ids.sorted("threshold")
            bronze.write({"basis": basis, "threshold": threshold})
            for tier in rest:
                tier.unlink()
            order = self._order_there()
            (self.here | self.there)._evaluate_tiers()
            self.assertEqual(self.here.tier_id, normal, basis)
            order._action_cancel()

    def test_tiers_of_equal_name(self):
        """Where tiers of all clubs stand side by side, the club is told; else the name is enough."""
        tier = self.here.tier_id
        self.assertEqual(tier.display_name, "Normal")
        self.assertEqual(tier.with_context(tier_with_club=True).display_name, f"Normal · {self.club.name}")

    def test_first_purchase(self):
        """Who has bought from the other company buys here for the first time."""
        rule = self._rule(self.club, kind="first_purchase", points=100)
        self._order_there()
        self.assertFalse(rule.given_count)
        self._order(self.here.partner_id)
        self.assertEqual(self.here.points, 5 + 80 + 100)

    def test_rewards_and_jobs(self):
        """Points of one company pay no order of the other; a job of one club moves no card of the other."""
        order = self._order_there()
        order.action_draft() if order.state == "cancel" else order._action_cancel()
        cart = self._order(self.here.partner_id, confirm=False)
        cart._update_programs_and_rewards()
        self.assertNotIn(self.there.card_id, cart._get_claimable_rewards())
        self.env["loyalty.ledger"]._post(
            [
                {"card_id": card.id, "kind": "adjust", "points": 9, "expires_on": "2020-01-01"}
                for card in (self.here | self.there).card_id
            ]
        )
        before = self.here.points
        self.elsewhere._expire((self.here | self.there).card_id & self.there.card_id)
        self.assertEqual((self.here.points, self.there.points), (before, 0))
