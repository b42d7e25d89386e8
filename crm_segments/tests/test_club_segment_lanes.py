from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestLanes(CustomersCase):
    """Segments follow the touched within minutes, and those whom time moves (C11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sara, cls.ali = cls._customer("Sara"), cls._customer("Ali")

    def _segment(self, kind, **params):
        return self.env["club.segment"].create(
            {"name": kind, "definition": {"operator": "all", "children": [{"kind": kind, "params": params}]}}
        )

    def _members(self, segment):
        return segment.partner_ids & (self.sara + self.ali)

    def _process(self):
        self.env.flush_all()
        while self.env["club.customer.touch"]._process():
            if not self.env["club.customer.touch"].search_count([]):
                return

    def test_the_touched_come_and_go(self):
        loyal = self._segment("lifecycle", stages=["new"])
        novels = self.env["product.category"].create({"name": "Novels"})
        self.product.categ_id = novels
        readers = self._segment("bought", categories=novels.ids)
        others = self._segment("bought", categories=novels.ids, has="never")
        tehran = self._segment("place", cities="tehran، Qom")
        used = self._segment("segment", segments=readers.ids)
        order = self._sale_order(self.sara, 1000)
        self.ali.city = "Tehran"
        self._process()
        self.assertEqual(self._members(loyal), self.sara)
        self.assertEqual(self._members(readers), self.sara)
        self.assertEqual(self._members(used), self.sara, "a segment follows those that it looks at")
        self.assertEqual(self._members(others), self.ali)
        self.assertEqual(self._members(tehran), self.ali)
        self.assertEqual(readers.member_count, len(readers.partner_ids))
        order._action_cancel()
        self._process()
        self.assertFalse(self._members(readers))
        self.assertEqual(self._members(others), self.sara + self.ali)
        events = readers.event_ids.filtered(lambda event: event.partner_id == self.sara)
        self.assertEqual(events.sorted("id").mapped("kind"), ["in", "out"])

    def test_time_moves_customers_found_by_date(self):
        self._sale_order(self.sara, 1000)
        self._process()
        recent = self._segment("spent", days=30)
        away = self._segment("figure", figure="last_order_on", operator="min", value=30)
        self.assertEqual(self._members(recent), self.sara)
        self.assertFalse(self._members(away))
        with freeze_time(fields.Datetime.now() + timedelta(days=29, hours=23)):
            self._process()
            self.assertEqual(self._members(recent), self.sara)
        with freeze_time(fields.Datetime.now() + timedelta(days=30, seconds=5)):
            self._process()
            self.assertFalse(self._members(recent))
            self.assertEqual(self._members(away), self.sara)

    def test_a_broken_segment_stops_only_itself(self):
        broken, sound = self._segment("status", statuses=[1]), self._segment("place", cities="Qom")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE club_segment SET definition = %s WHERE id = %s",
            ['{"operator": "all", "children": [{"kind": "gone", "params": {}}]}', broken.id],
        )
        broken.invalidate_recordset()
        self.sara.city = "Qom"
        self._process()
        self.assertEqual(self._members(sound), self.sara)
        self.assertTrue(broken.error)
        self.assertFalse(sound.error)

    def test_conditions_find_and_explain(self):
        definition = (
            self.env["properties.base.definition"]
            .sudo()
            ._get_definition_for_property_field("res.partner", "properties")
        )
        definition.properties_definition = [
            {"name": "taste", "string": "Taste", "type": "selection", "selection": [["a", "Sweet"], ["b", "Salt"]]},
            {"name": "books", "string": "Books", "type": "integer"},
        ]
        self.sara.properties = {"taste": "a", "books": 12}
        self.ali.properties = {"taste": "b", "books": 3}
        campaign = self.env["utm.campaign"].create({"name": "Nowruz"})
        self.sara.country_id = self.env.ref("base.ir")
        for amount in (1000, 3000):
            self._sale_order(self.sara, amount, campaign_id=campaign.id)
        self._process()
        for kind, params in (
            ("custom_field", {"field": "taste", "value": "Sweet"}),
            ("custom_field", {"field": "books", "operator": "min", "value": "۱۰"}),
            ("origin", {"campaigns": campaign.ids}),
            ("place", {"countries": self.env.ref("base.ir").ids}),
            ("lifecycle", {"stages": ["repeat"]}),
            ("rfm", {"recency": 5, "frequency": 2}),
            ("rfm", {}),
            ("figure", {"figure": "average_basket", "value": 2000}),
            ("figure", {"figure": "order_count", "operator": "max", "value": 2}),
            ("bought", {"products": self.product.ids, "min_times": 2, "min_amount": 4000, "days": 10}),
        ):
            segment = self._segment(kind, **params)
            self.assertEqual(self._members(segment), self.sara, (kind, params))
            self.assertGreater(len(segment.explanation), len("All of these:\n"), kind)
            self.assertTrue(segment._why(self.sara)["result"], kind)
            self.assertFalse(segment._why(self.ali)["result"], kind)

    def test_values_that_make_no_sense_are_refused(self):
        for kind, params in (
            ("custom_field", {"field": "gone", "value": "x"}),
            ("lifecycle", {"stages": []}),
            ("lifecycle", {"stages": ["'; DROP TABLE res_partner; --"]}),
            ("rfm", {"names": ["champion"] * 11}),
            ("figure", {"figure": "id"}),
            ("bought", {}),
            ("bought", {"products": ["1"]}),
            ("place", {}),
            ("place", {"cities": "x" * 201}),
            ("origin", {}),
        ):
            with self.assertRaises(UserError, msg=f"{kind} {params}"), self.env.cr.savepoint():
                self._segment(kind, **params)

    def test_every_kind_keeps_its_promises(self):
        """What a kind declares: reasons that it follows, and SQL for whom time moves."""
        now = fields.Datetime.now()
        samples = {"figure": {"figure": "last_order_on", "value": 3}, "spent": {"days": 3}, "bought": {"days": 3}}
        for described in self.env["club.segment"].editor_kinds():
            kind = self.env["club.segment"]._condition_kind(described["name"])
            self.assertIsInstance(kind._triggers, (frozenset, set, type(None)), described["name"])
            crossing = kind._crossings(samples.get(described["name"], {}), now - timedelta(days=1), now)
            if crossing is not None:
                self.env.execute_query(crossing)

    def test_every_source_of_purchases_gives_the_columns(self):
        Source = self.env["club.purchase.source.kind"]
        self.assertIn("club.purchase.source.sale", [source._name for source in Source._sources()])
        for source in Source._sources():
            self.assertTrue(str(source._label))
            for method, columns in (
                ("_orders", "buyer_id company_id date amount origin order_id is_order"),
                ("_lines", "buyer_id company_id date product_id quantity amount origin order_id"),
            ):
                query = getattr(source, method)(lambda column: SQL("%s IS NOT NULL", column))
                self.env.cr.execute(SQL("SELECT * FROM (%s) source LIMIT 1", query))
                self.assertEqual([item.name for item in self.env.cr.description], columns.split(), source._name)

    def test_preview(self):
        self.sara.city = "Rasht"
        tree = {"operator": "all", "children": [{"kind": "place", "params": {"cities": "Rasht"}}]}
        Segment = self.env["club.segment"].with_user(self.manager)
        self.assertEqual(Segment.preview_estimate(tree), {"count": 1}, "few are counted exactly at once")
        shown = Segment.preview_customers(tree)["customers"]
        self.assertEqual([row["id"] for row in shown], self.sara.ids)

    def test_estimate(self):
        self.sara.city = "Rasht"
        tree = {"operator": "all", "children": [{"kind": "place", "params": {"cities": "Rasht"}}]}
        Segment = self.env["club.segment"]
        self.patch(type(Segment), "_sample", lambda _self: (SQL("SELECT unnest(%s)", (self.sara + self.ali).ids), 0.5))
        self.assertEqual(Segment.preview_estimate(tree), {"count": 2, "is_estimate": True})

    def test_overlap_and_size(self):
        first, second = self._segment("place", cities="Qom"), self._segment("place", cities="Qom, Rasht")
        self.sara.city, self.ali.city = "Qom", "Rasht"
        self._process()
        wizard = (
            self.env["club.segment.overlap"].with_user(self.user).create({"first_id": first.id, "second_id": second.id})
        )
        self.assertEqual((wizard.first_only, wizard.both, wizard.second_only), (0, 1, 1))
        found = self.env["res.partner"].search(wizard.action_open_second_only()["domain"])
        self.assertEqual(found, self.ali)
        self.assertEqual(first.size_ids.mapped("member_count"), [1], "one size a day, the last")


@tagged("post_install", "-at_install")
class TestAutomaticTags(CustomersCase):
    # C12

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sara = cls._customer("Sara")
        cls.fantasy, cls.poems = cls.env["product.category"].create([{"name": "Fantasy"}, {"name": "Poems"}])
        cls.tag = cls.env["res.partner.category"].create({"name": "Likes fantasy"})
        cls.rule = cls.env["club.tag.rule"].create(
            {"tag_id": cls.tag.id, "category_ids": cls.fantasy.ids, "min_share": 50}
        )

    def _buy(self, category, amount):
        self.product.categ_id = category
        order = self._sale_order(self.sara, amount)
        self._process()
        return order

    def _process(self):
        self.env.flush_all()
        self.env["club.customer.touch"]._process()
        self.env["club.customer.touch"]._process()

    def test_tags_follow_the_taste(self):
        order = self._buy(self.fantasy, 1000)
        self.assertEqual(self.sara.category_id, self.tag)
        self.assertEqual(self.sara.automatic_tag_ids, self.tag)
        self.assertEqual(self.rule.customer_count, 1)
        self.assertEqual(self.env["res.partner"].search([("automatic_tag_ids", "in", self.tag.ids)]), self.sara)
        segment = self.env["club.segment"].create(
            {
                "name": "Fantasy",
                "definition": {"operator": "all", "children": [{"kind": "tag", "params": {"tags": self.tag.ids}}]},
            }
        )
        self.assertIn(self.sara, segment.partner_ids)
        order._action_cancel()
        self._process()
        self.assertFalse(self.sara.category_id)
        self.assertNotIn(self.sara, segment.partner_ids)

    def test_tags_by_hand_are_left_alone(self):
        self.sara.category_id = self.tag
        order = self._buy(self.fantasy, 1000)
        self.assertFalse(self.sara.automatic_tag_ids, "it was there by hand")
        order._action_cancel()
        self._process()
        self.assertEqual(self.sara.category_id, self.tag)

    def test_what_was_taken_away_by_hand_does_not_come_back(self):
        self._buy(self.fantasy, 1000)
        self.sara.category_id = False
        self._buy(self.fantasy, 1000)
        self.assertFalse(self.sara.category_id)

    def test_rules_that_go_take_their_tags_with_them(self):
        self._buy(self.fantasy, 1000)
        self.rule.unlink()
        self.sara.invalidate_recordset()
        self.assertFalse(self.sara.category_id)

    def test_cloud(self):
        self._buy(self.fantasy, 1000)
        cloud = self.env["res.partner.category"].with_user(self.user).tag_cloud()
        mine = next(tag for tag in cloud if tag["id"] == self.tag.id)
        self.assertEqual((mine["count"], mine["automatic"], mine["name"]), (1, 1, "Likes fantasy"))
