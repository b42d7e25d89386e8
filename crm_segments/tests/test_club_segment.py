from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import CustomersCase


def _all(*children):
    return {"operator": "all", "children": list(children)}


def _field(domain):
    return {"kind": "field", "params": {"domain": domain}}


@tagged("post_install", "-at_install")
class TestSegment(CustomersCase):
    # C11

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tehran = cls._customer("Tehran", city="Tehran")
        cls.qom = cls._customer("Qom", city="Qom")
        cls.everybody = cls.tehran + cls.qom

    def _segment(self, *children, operator="all", user=None, **values):
        return (
            self.env["club.segment"]
            .with_user(user or self.manager)
            .create({"name": "Segment", "definition": {"operator": operator, "children": list(children)}, **values})
        )

    def _members(self, segment):
        return segment.partner_ids & self.everybody

    def test_members_follow_the_conditions(self):
        segment = self._segment(_field("[('city', '=', 'Tehran')]"))
        self.assertEqual(self._members(segment), self.tehran)
        self.assertEqual(self.tehran.segment_ids, segment)
        self.assertEqual(segment.member_count, len(segment.partner_ids))
        self.qom.city = "Tehran"
        self.tehran.city = "Rasht"
        segment._refresh()
        self.assertEqual(self._members(segment), self.qom)
        log = [(event.partner_id, event.kind) for event in segment.event_ids.sorted("id")]
        self.assertEqual(log, [(self.tehran, "in"), (self.qom, "in"), (self.tehran, "out")])
        segment._refresh()
        self.assertEqual(len(segment.event_ids), 3, "nothing changed, nothing is logged")

    def test_groups_of_conditions(self):
        tehran, qom = _field("[('city', '=', 'Tehran')]"), _field("[('city', '=', 'Qom')]")
        self.assertEqual(self._members(self._segment(tehran, qom, operator="any")), self.everybody)
        self.assertFalse(self._members(self._segment(tehran, qom)))
        self.assertEqual(self._members(self._segment(tehran, operator="none")), self.qom)
        nested = {"operator": "none", "children": [qom]}
        self.assertEqual(self._members(self._segment(nested)), self.tehran)
        self.assertEqual(self._members(self._segment()), self.everybody)

    def test_only_customers_of_the_company(self):
        second = self.env["res.company"].create({"name": "Second"})
        self.qom.company_id = second
        contact = self.env["res.partner"].create({"name": "No customer", "city": "Tehran"})
        segment = self._segment(company_id=self.company.id)
        self.assertEqual(self._members(segment), self.tehran)
        self.assertNotIn(contact, segment.partner_ids)

    def test_purchases(self):
        self._sale_order(self.tehran, 300000)
        old = self._sale_order(self.qom, 500000)
        old.date_order = fields.Datetime.now() - timedelta(days=100)
        bought = {"kind": "spent", "params": {"days": 30, "min_amount": 300000}}
        self.assertEqual(self._members(self._segment(bought, user=self.env.user)), self.tehran)
        ever = {"kind": "spent", "params": {"min_amount": 400000}}
        self.assertEqual(self._members(self._segment(ever, user=self.env.user)), self.qom)
        lost = {"kind": "spent", "params": {"has": "not_bought", "days": 30}}
        self.assertEqual(self._members(self._segment(lost, user=self.env.user)), self.qom)
        twice = {"kind": "spent", "params": {"min_count": 2}}
        self.assertFalse(self._members(self._segment(twice, user=self.env.user)))

    def test_purchases_in_words(self):
        """What was not asked for is not said, such as an amount of 0."""
        kind = self.env["club.segment.condition.spent"].with_context(lang="en_US")
        self.assertEqual(kind._explain({"days": 90}), "Had an order in the last 90 days")
        self.assertEqual(kind._explain({"has": "not_bought", "min_count": 3}), "Never had 3 orders or more")
        currency = self.env.company.currency_id.name
        self.assertIn(f"00 {currency} or more", kind._explain({"min_amount": 1500}))

    def test_purchases_of_other_companies_do_not_count(self):
        second = self.env["res.company"].create({"name": "Second"})
        self._sale_order(self.tehran, 300000)
        bought = {"kind": "spent", "params": {}}
        self.assertFalse(self._members(self._segment(bought, user=self.env.user, company_id=second.id)))

    def test_group_status_and_tag(self):
        group = self.env["club.customer.group"].create({"name": "VIP"})
        tag, child = self.env["res.partner.category"].create([{"name": "Books"}, {"name": "Novels"}])
        child.parent_id = tag
        self.tehran.customer_group_ids = group
        self.tehran.category_id = child
        self.qom._block("Test")
        blocked = self.env.ref("crm_segments.customer_status_blocked")
        for node, expected in (
            ({"kind": "group", "params": {"groups": group.ids}}, self.tehran),
            ({"kind": "tag", "params": {"tags": tag.ids}}, self.tehran),
            ({"kind": "tag", "params": {"match": "all", "tags": (tag + child).ids}}, self.tehran),
            ({"kind": "status", "params": {"statuses": blocked.ids}}, self.qom),
        ):
            self.assertEqual(self._members(self._segment(node)), expected, node)

    def test_custom_fields(self):
        # C6: a condition on tags of a custom field means any of them
        self.env["properties.base.definition"].with_user(self.env.ref("base.user_admin"))
        definition = (
            self.env["properties.base.definition"]
            .sudo()
            ._get_definition_for_property_field("res.partner", "properties")
        )
        definition.properties_definition = [
            {
                "name": "taste",
                "string": "Taste",
                "type": "tags",
                "tags": [["a", "A", 1], ["b", "B", 2], ["c", "C", 3]],
            }
        ]
        self.tehran.properties = {"taste": ["a", "c"]}
        self.qom.properties = {"taste": ["b"]}
        segment = self._segment(_field("[('properties.taste', 'in', ['a', 'b'])]"))
        self.assertEqual(self._members(segment), self.everybody)
        segment = self._segment(_field("[('properties.taste', 'in', ['c', 'a'])]"))
        self.assertEqual(self._members(segment), self.tehran)

    def test_birthday(self):
        today = fields.Date.today()
        self.tehran.birthday = today.replace(year=1990, day=min(today.day, 28))
        self.qom.birthday = (today + timedelta(days=60)).replace(year=1980, day=1)
        for params in ({"when": "month", "month": "this", "calendar": "gregorian"}, {"when": "days", "days": 31}):
            if params["when"] == "days":
                self.tehran.birthday = (today + timedelta(days=3)).replace(year=1992)
            self.assertEqual(self._members(self._segment({"kind": "birthday", "params": params})), self.tehran)

    def test_birthday_in_a_jalali_month(self):
        # X1: 30 Khordad 1370 is 20 June 1991, 1 Tir 1370 is 22 June 1991
        self.tehran.birthday = "1991-06-20"
        self.qom.birthday = "1991-06-22"
        node = {"kind": "birthday", "params": {"when": "month", "month": "3", "calendar": "jalali"}}
        self.assertEqual(self._members(self._segment(node)), self.tehran)

    def test_segment_of_segments(self):
        first = self._segment(_field("[('city', '=', 'Tehran')]"))
        second = self._segment({"kind": "segment", "params": {"segments": first.ids}})
        self.assertEqual(self._members(second), self.tehran)
        self.qom.city = "Tehran"
        (second + first)._refresh()
        self.assertEqual(self._members(second), self.everybody, "the one that is used is refreshed first")
        with self.assertRaises(ValidationError):
            first.definition = _all({"kind": "segment", "params": {"segments": second.ids}})

    def test_static_segment(self):
        segment = (
            self.env["club.segment"]
            .with_user(self.manager)
            .create({"name": "By hand", "kind": "static", "partner_ids": [Command.set(self.tehran.ids)]})
        )
        segment._add_members(self.qom)
        segment._remove_members(self.tehran)
        self.assertEqual(segment.partner_ids, self.qom)
        self.assertEqual(segment.member_count, 1)
        self.assertTrue(segment.member_ids.date_in)
        log = [(event.partner_id, event.kind) for event in segment.event_ids.sorted("id")]
        self.assertEqual(log, [(self.tehran, "in"), (self.qom, "in"), (self.tehran, "out")])
        self.env["club.segment"]._refresh()
        self.assertEqual(segment.partner_ids, self.qom)

    def test_members_of_dynamic_segments_are_not_chosen(self):
        segment = self._segment(_field("[('city', '=', 'Tehran')]"))
        with self.assertRaises(UserError):
            segment.partner_ids = [Command.link(self.qom.id)]
        with self.assertRaises(UserError):
            self.qom.segment_ids = [Command.link(segment.id)]
        with self.assertRaises(AccessError):
            self.env["club.segment.member"].with_user(self.manager).create(
                {"segment_id": segment.id, "partner_id": self.qom.id, "date_in": fields.Datetime.now()}
            )

    def test_snapshot(self):
        segment = self._segment(_field("[('city', '=', 'Tehran')]"))
        action = segment.action_snapshot()
        snapshot = self.env["club.segment"].browse(action["res_id"])
        self.tehran.city = "Rasht"
        segment._refresh()
        self.assertFalse(self._members(segment))
        self.assertEqual(self._members(snapshot), self.tehran)

    def test_why(self):
        segment = self._segment(_field("[('city', '=', 'Tehran')]"), _field("[('email', '!=', False)]"))
        wizard = (
            self.env["club.segment.why"]
            .with_user(self.user)
            .create({"segment_id": segment.id, "partner_id": self.tehran.id})
        )
        self.assertFalse(wizard.is_member)
        lines = wizard.answer.split("\n")
        self.assertIn("✗ All", lines[0])
        self.assertIn("✓", lines[1])
        self.assertIn("✗", lines[2])

    def test_preview_counts_before_saving(self):
        Segment = self.env["club.segment"].with_user(self.manager)
        count = Segment.preview(_all(_field("[('city', '=', 'Tehran')]")))
        self.assertEqual(count, {"count": 1})
        self.assertIn("error", Segment.preview(_all(_field("[('nonsense', '=', 1)]"))))
        with self.assertRaises(AccessError):
            self.env["club.segment"].with_user(self.outsider).preview(_all())

    def test_the_author_cannot_ask_what_he_may_not_see(self):
        # his count would tell him
        secret = _field("[('signup_type', '=', 'signup')]")
        with self.assertRaises(AccessError):
            self._segment(secret)
        self.assertIn("error", self.env["club.segment"].with_user(self.manager).preview(_all(secret)))
        with self.assertRaises(AccessError):
            self._segment({"kind": "spent", "params": {}})

    def test_hostile_definitions_are_refused(self):
        deep = _field("[]")
        for _level in range(10):
            deep = _all(deep)
        for definition in (
            "text",
            [1],
            {"operator": "drop table", "children": []},
            {"operator": "all", "children": "x"},
            _all({"kind": "kind", "params": {}}),
            _all({"kind": "../../etc", "params": {}}),
            _all({"kind": "group", "params": {"groups": ["1; DROP TABLE res_partner"]}}),
            _all({"kind": "group", "params": {}}),
            _all({"kind": "spent", "params": {"days": -1}}),
            _all({"kind": "spent", "params": {"days": True}}),
            _all({"kind": "spent", "params": {"has": "x"}}),
            _all(_field("__import__('os').system('true')")),
            _all(_field("[('id', 'in', [uid])]")),
            _all(_field("[" * 5000)),
            _all(_all()),
            deep,
            _all(*[_field("[]")] * 101),
        ):
            with self.assertRaises(ValidationError, msg=str(definition)[:60]), self.env.cr.savepoint():
                self.env["club.segment"].with_user(self.manager).create({"name": "X", "definition": definition})

    def test_a_broken_segment_keeps_its_members_and_says_why(self):
        segment = self._segment(_field("[('city', '=', 'Tehran')]"))
        broken = '{"operator": "all", "children": [{"kind": "gone", "params": {}}]}'
        self.env.flush_all()
        self.env.cr.execute("UPDATE club_segment SET definition = %s WHERE id = %s", [broken, segment.id])
        segment.invalidate_recordset()
        segment._refresh()
        self.assertEqual(self._members(segment), self.tehran)
        self.assertIn("gone", segment.error)
        self.assertIn("gone", segment.explanation)

    def test_cron_refreshes_all(self):
        segment = self._segment(_field("[('city', '=', 'Tehran')]"))
        self.qom.city = "Tehran"
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_segments.ir_cron_refresh_segments").method_direct_trigger()
        segment.invalidate_recordset()
        self.assertEqual(self._members(segment), self.everybody)

    def test_merged_contacts_keep_their_membership(self):
        segment = self._segment(_field("[('city', 'in', ['Tehran', 'Qom'])]"))
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(self.everybody.ids, self.tehran)
        self.assertEqual(segment.member_ids.partner_id & self.tehran, self.tehran)

    def test_rights(self):
        segment = self._segment(_field("[('city', '=', 'Tehran')]"))
        self.assertEqual(segment.with_user(self.user).name, "Segment")
        with self.assertRaises(AccessError):
            segment.with_user(self.user).name = "Mine"
        for user in (self.outsider, self._portal_user(self.tehran), self.env.ref("base.public_user")):
            for model in ("club.segment", "club.segment.member", "club.segment.event"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_other_companies_segments_are_not_seen(self):
        second = self.env["res.company"].create({"name": "Second"})
        stranger = new_test_user(
            self.env,
            "club_second",
            "crm_segments.crm_segments_group_manager",
            company_id=second.id,
            company_ids=[Command.set(second.ids)],
        )
        segment = self._segment(_field("[('city', '=', 'Tehran')]"), company_id=self.company.id)
        self.assertNotIn(segment, self.env["club.segment"].with_user(stranger).search([]))
        self.assertFalse(self.env["club.segment.member"].with_user(stranger).search([("segment_id", "=", segment.id)]))

    def test_every_kind_keeps_the_contract(self):
        kinds = self.env["club.segment"].with_user(self.manager).editor_kinds()
        self.assertLessEqual(
            {"field", "group", "status", "tag", "spent", "birthday", "segment"}, {k["name"] for k in kinds}
        )
        for kind in kinds:
            model = self.env["club.segment"]._condition_kind(kind["name"])
            self.assertTrue(kind["label"] and model._label, kind)
            for spec in kind["params"]:
                self.assertTrue(hasattr(model, f"_is_{spec['type']}"), spec)
                if spec["type"] in ("records", "domain"):
                    self.assertIn(spec["model"], self.env)
