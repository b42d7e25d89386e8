"""What the kinds of rules give, when, for whom and within which limits (L5)."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestRules(ClubCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls._club(rules=False, name="Plain")
        cls.plain.company_id.partner_id.tz = "UTC"
        cls.member = cls._member(cls.plain, name="Omid")

    def _given(self, rule):
        rows = self.env["loyalty.ledger"].search([("rule_id", "=", rule.id), ("kind", "in", ["rule", "reverse"])])
        return sum(rows.mapped("points"))

    def test_first_purchase_once_and_again_when_it_was_cancelled(self):
        rule = self._rule(self.plain, kind="first_purchase", points=30)
        first = self._order(self.member.partner_id)
        self.assertEqual(self.member.points, 30)
        self._order(self.member.partner_id)
        self.assertEqual(self.member.points, 30)
        first.order_line.price_unit = 500  # an edit stays the first purchase
        self.assertEqual(self.member.points, 30)
        self.env["sale.order"].search([("partner_id", "=", self.member.partner_id.id)])._action_cancel()
        self.assertEqual(self.member.points, 0)
        self._order(self.member.partner_id)
        self.assertEqual(self._given(rule), 30)

    def test_products_categories_and_units(self):
        order = self._order(self.member.partner_id, amount=120000, quantity=3, confirm=False)
        product = order.order_line.product_id
        product.categ_id = self.env["product.category"].create(
            {"name": "Novels", "parent_id": self.env["product.category"].create({"name": "Books"}).id}
        )
        other = self._order(self._partner("Nobody"), confirm=False).order_line.product_id
        rules = [
            self._rule(self.plain, kind="product", points=2, product_ids=product.ids),
            self._rule(self.plain, kind="product", points=2, product_ids=other.ids),
            self._rule(
                self.plain,
                kind="category",
                points=10,
                category_ids=product.categ_id.parent_id.ids,
                goods_mode="step",
                step_amount=100000,
            ),
            self._rule(self.plain, kind="unit", points=1),
        ]
        order.action_confirm()
        self.assertEqual([self._given(rule) for rule in rules], [6, 0, 30, 3])
        order.order_line.product_uom_qty = 1
        self.assertEqual([self._given(rule) for rule in rules], [2, 0, 10, 1])
        sentences = self.member.ledger_ids.filtered(lambda row: row.rule_id == rules[0]).mapped("sentence")
        self.assertIn(f"6 points for Shelf in the purchase {order.name}", sentences)

    def test_a_refund_takes_back_by_the_goods(self):
        rule = self._rule(self.plain, kind="unit", points=5)
        order = self._order(self.member.partner_id, amount=100, quantity=3)
        invoice = order._create_invoices()
        invoice.action_post()
        refund = invoice._reverse_moves([{"invoice_date": invoice.date}])
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        self.assertEqual(self._given(rule), 10)

    def test_hours_days_and_seasons(self):
        moment = datetime(2030, 6, 12, 18, 30)  # a Wednesday
        rule = self._rule(self.plain, kind="visit", points=5, hour_from=18, hour_to=20, thu=False)
        self.assertFalse(rule._refusal(self.member, moment))
        self.assertIn("hour", rule._refusal(self.member, moment - timedelta(hours=1)))
        self.assertIn("day of the week", rule._refusal(self.member, moment + timedelta(days=1)))
        self.plain.calendar = "jalali"
        rule.write({"date_from": "2027-03-21", "date_to": "2027-04-02", "repeat": "yearly"})
        self.assertIn("season", rule._refusal(self.member, moment))
        self.assertFalse(rule._refusal(self.member, datetime(2030, 3, 26, 18, 30)), "6 Farvardin 1409")

    def test_tiers_segments_and_the_factor(self):
        gold = self.plain.tier_ids.sorted("threshold")[-1]
        gold.multiplier = 1.5
        rule = self._rule(
            self.plain, kind="purchase", purchase_mode="step", step_amount=100, points=10, tier_multiplier=True
        )
        self._order(self.member.partner_id, amount=250)
        self.assertEqual(self.member.points, 20)
        self.member.sudo().tier_id = gold
        self._order(self.member.partner_id, amount=250)
        self.assertEqual(self.member.points, 50)
        self.assertIn("30 points for 2 ×", self.member.ledger_ids[0].sentence)
        silver = {"kind": "tier", "params": {"tiers": self.plain.tier_ids.sorted("threshold")[2].ids}}
        segment = self.env["club.segment"].create(
            {"name": "Readers", "definition": {"operator": "all", "children": [silver]}}
        )
        rule.write({"segment_ids": segment.ids})
        self.assertIn("Readers", rule._refusal(self.member, datetime(2030, 1, 1)))
        rule.write({"segment_ids": [Command.clear()], "tier_ids": (self.plain.tier_ids - gold).ids})
        self.assertIn("tiers", rule._refusal(self.member, datetime(2030, 1, 1)))

    def test_limits(self):
        rule = self._rule(self.plain, kind="purchase", points=30, cap_day=50, cap_month=80, cap_member=100)
        orders = self.env["sale.order"]
        for day, expected in ((1, 30), (1, 50), (2, 80), (3, 80), (40, 100), (41, 100)):
            with freeze_time(datetime(2030, 1, 1, 12) + timedelta(days=day - 1)):
                orders |= self._order(self.member.partner_id)
                self.assertEqual(self._given(rule), expected, day)
        orders[0]._action_cancel()
        self.assertEqual(self._given(rule), 70)
        orders[1]._club_enter()._club_sync()
        self.assertEqual(self._given(rule), 80, "there is room again on that day")

    def test_budget_stops_the_rule(self):
        rule = self._rule(self.plain, kind="purchase", points=30, budget=50)
        other = self._member(self.plain, name="Nima")
        self._order(self.member.partner_id)
        self._order(other.partner_id)
        self._order(other.partner_id)
        self.assertEqual((self.member.points, other.points, rule.budget_left), (30, 20, 0))
        joining = self._rule(self.plain, kind="join", points=5, budget=12)
        members = self.plain._join(self._partner("A") | self._partner("B") | self._partner("C"))
        self.assertEqual(sorted(members.mapped("points")), [2, 5, 5])
        self.assertEqual(joining.budget_left, 0)

    def test_profile_once_and_at_once(self):
        rule = self._rule(self.plain, kind="profile", points=15)
        self.member.partner_id.write({"phone": "+989121112233", "email": "o@example.com", "city": "Tehran"})
        self.assertEqual(self.member.points, 0)
        self.member.partner_id.birthday = "1990-01-01"
        self.assertEqual(self.member.points, 15)
        self.member.partner_id.write({"city": "Shiraz"})
        self.assertEqual(rule._kind()._day_entries(rule, self.plain._today()), [])
        self.assertEqual(self.member.points, 15)

    def test_a_customer_is_written_without_a_look_at_the_rules(self):
        """The fields that profiles ask for are known, and follow the rules."""
        rules = self.env["loyalty.club.rule"]
        rule = self._rule(self.plain, kind="profile", points=15)
        self.assertLessEqual({"phone", "birthday"}, rules._profile_names())
        with patch.object(self.registry["res.partner"], "_club_profile_changed") as changed:
            self.member.partner_id.write({"comment": "Nice"})
            changed.assert_not_called()
        rule.profile_field_ids = rule.profile_field_ids.filtered(lambda field: field.name == "phone")
        self.assertNotIn("birthday", rules._profile_names())
        rule.active = False
        self.assertNotIn("phone", rules._profile_names())

    def test_visit_once_a_day(self):
        self._rule(self.plain, kind="visit", points=3)
        for _twice in range(2):
            self.member.with_user(self.user).action_visit()
        self.assertEqual(self.member.points, 3)
        with freeze_time(self.env.cr.now() + timedelta(days=1)):
            self.member.action_visit()
        self.assertEqual(self.member.points, 6)

    def test_something_happened_once(self):
        self._rule(self.plain, kind="visit", points=4)
        for _twice in range(2):
            self.env["loyalty.club.rule"]._give("visit", self.member, "product.template:1", src=self.member)
        self.assertEqual(self._rows(self.member), [("rule", 4)])

    def test_try_the_rule(self):
        rule = self._rule(self.plain, kind="purchase", points=30, minimum_amount=1000, cap_day=40)
        form = Form(self.env["loyalty.club.rule.test"].with_user(self.user).with_context(default_rule_id=rule.id))
        form.member_id = self.member
        self.assertEqual(form.points, 0)
        form.amount = 2000
        self.assertEqual(form.points, 30)
        self.assertIn("30 points for the purchase", form.result)
        self._order(self.member.partner_id, amount=2000)
        form.amount = 3000
        self.assertEqual(form.points, 10)
        self.assertIn("The limit for a day leaves 10 points", form.result)
        rule.date_to = self.plain._today() - timedelta(days=1)
        form.amount = 4000
        self.assertIn("ended", form.result)
        self.assertEqual(self.member.points, 30, "trying books nothing")
