"""Builders for the tests of the club, and of other add-ons that need a club or a member."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..tools.points import to_points


class ClubBuilders:
    """What tests make: a club, a member with points, an order. Mixed into any Odoo test case."""

    @classmethod
    def _club(cls, rules=True, **values):
        """A club; with `rules`: 5 points for joining, 50 for an order, 10 for each full 100,000, and staff."""
        club = cls.env["loyalty.club"].create({"name": "Book Lovers", **values})
        if rules:
            cls._rule(club, kind="join", points=5)
            cls._rule(club, kind="purchase", purchase_mode="order", points=50)
            cls._rule(club, kind="purchase", purchase_mode="step", step_amount=100000, points=10)
            cls._rule(club, kind="manual", manual_limit=100)
        return club

    @classmethod
    def _rule(cls, club, **values):
        return cls.env["loyalty.club.rule"].create({"club_id": club.id, "name": values["kind"], **values})

    @classmethod
    def _partner(cls, name="Sara", **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def _member(cls, club, points=0, partner=None, **values):
        """An active member; `points` are given on top of what joining gives."""
        member = club._join(partner or cls._partner(**values))
        if points:
            cls.env["loyalty.ledger"]._post(
                [{"card_id": member.card_id.id, "kind": "adjust", "points": points, "reason": "Test"}]
            )
        return member

    @classmethod
    def _order(cls, partner, amount=300000, confirm=True, quantity=1):
        """An order of one line without taxes."""
        product = cls.env["product.product"].create(
            {
                "name": "Shelf",
                "list_price": amount,
                "type": "service",
                "taxes_id": [Command.clear()],
                "invoice_policy": "order",
            }
        )
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def _spend(self, order):
        """Put the club's reward on the order, as the reward button does."""
        order._update_programs_and_rewards()
        rewards = order._get_claimable_rewards()
        self.assertTrue(rewards, "the club's reward can be claimed")
        for card, reward in rewards.items():
            order._apply_program_reward(reward[:1], card)
        order._update_programs_and_rewards()

    def _rows(self, member):
        """`(kind, points)` of the member's ledger, oldest first."""
        rows = self.env["loyalty.ledger"].search([("card_id", "in", member._cards().ids)], order="id")
        return [(row.kind, to_points(row.points)) for row in rows]

    def assertLaw(self, *clubs):
        """Every card is the sum of its ledger and of its lots."""
        for club in clubs or self.env["loyalty.club"].search([]):
            self.assertEqual(club._verify(), [], "the ledger does not add up")


class ClubCase(ClubBuilders, TransactionCase):
    """A club with its rules, a user and a manager of the app, and a salesman."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, lang="en_US"))
        cls.club = cls._club()
        cls.user = new_test_user(cls.env, "club_user", groups="crm_segments.crm_segments_group_user")
        cls.manager = new_test_user(cls.env, "club_manager", groups="crm_segments.crm_segments_group_manager")
        cls.salesman = new_test_user(cls.env, "club_sales", groups="sales_team.group_sale_salesman_all_leads")

    def setUp(self):
        """Refusals are written on a connection of their own, which a test that rolls back must not do."""
        super().setUp()
        self.refused = []
        self.patch(
            self.registry["loyalty.club.refusal"], "_log", lambda log, cards, what: self.refused.append((cards, what))
        )

    def tearDown(self):
        self.assertLaw()
        super().tearDown()
