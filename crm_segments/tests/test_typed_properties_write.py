"""Writing typed properties beside native ones, and who defines them (C6, F6)."""

from datetime import date, datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ..typed_properties import remove_empty_values
from .common_typed_properties import DEFINITION, TypedPropertiesCase


@tagged("post_install", "-at_install")
class TestTypedWriting(TypedPropertiesCase):
    def test_a_partial_write_keeps_the_others(self):
        native, typed = self.native({"age": 5, "serial": "A"}), self.typed({"age": 5, "serial": "A"})
        native.lead_properties = {"age": 6}
        typed.properties = {"age": 6}
        self.assertEqual(self.stored(native), {"age": 6}, "natively the other values are lost")
        self.assertEqual(self.stored(typed), {"age": 6, "serial": "A"})

    def test_a_write_on_many_keeps_each_ones_own(self):
        typed = self.typed({"age": 5}, {"serial": "B"})
        typed.write({"properties": {"level": "a"}})
        self.assertEqual([self.stored(one) for one in typed], [{"age": 5, "level": "a"}, {"serial": "B", "level": "a"}])

    def test_empty_values_are_not_stored(self):
        empty = {"age": False, "serial": "", "level": None, "likes": [], "vip": False, "price": 0}
        native, typed = self.native(empty), self.typed(empty)
        self.assertIn("age", self.stored(native))
        self.assertEqual(self.stored(typed), {"price": 0})
        typed.properties = {"price": False}
        self.assertFalse(self.stored(typed))
        typed.properties = {"age": 3, "serial": "C"}
        typed.properties = False
        self.assertFalse(self.stored(typed))

    def test_wrong_values_are_refused(self):
        wrong = [
            {"age": "many"},
            {"age": 1.5},
            {"age": True},
            {"price": float("nan")},
            {"bought": "not a date"},
            {"bought": "2026-13-01"},
            {"called": "tomorrow"},
            {"level": "zzz"},
            {"likes": ["x", "nope"]},
            {"serial": "A\x00"},
            {"serial": ["A"]},
            {"country": 99999999},
            {"unknown": 1},
        ]
        typed = self.typed({"age": 5})
        for values in wrong:
            with self.subTest(values=values):
                with self.assertRaises(ValidationError):
                    typed.write({"properties": values})
                with self.assertRaises(ValidationError):
                    self.typed(values)
        native = self.native({})
        native.lead_properties = {"level": "zzz", "bought": "not a date", "unknown": 1}
        self.assertEqual(self.stored(native)["level"], "zzz", "natively anything is stored")
        self.assertEqual(self.stored(typed), {"age": 5})

    def test_values_become_their_type(self):
        typed = self.typed(
            {
                "age": "۴۲",
                "price": "1,250.5",
                "bought": date(2026, 9, 1),
                "called": datetime(2026, 9, 1, 10, 30),
                "likes": ["x", "x"],
            }
        )
        self.assertEqual(
            self.stored(typed),
            {
                "age": 42,
                "price": 1250.5,
                "bought": "2026-09-01",
                "called": "2026-09-01 10:30:00",
                "likes": ["x"],
            },
        )

    def test_what_native_properties_left_is_cleaned(self):
        typed = self.typed({}, {}, {"age": 1})
        self.store(typed[0], {"age": False, "serial": "", "price": 0})
        self.store(typed[1], {"likes": [], "level": None})
        remove_empty_values(self.env, "res.partner", "properties")
        self.assertEqual([self.stored(one) for one in typed], [{"price": 0}, None, {"age": 1}])

    def test_a_merge_fills_the_gaps_of_the_one_that_stays(self):
        first, second = self.typed({"age": 5, "serial": "A"}, {"age": 9, "level": "a"})
        self.store(first, {"age": 5, "serial": "A", "of a removed field": 1})
        self.env["base.partner.merge.automatic.wizard"]._merge((first | second).ids, second)
        self.assertEqual(self.stored(second), {"age": 9, "level": "a", "serial": "A"})

    def test_export_and_copy(self):
        typed = self.typed({"age": 5, "level": "a", "likes": ["x"]})
        [row] = typed.export_data(["properties.age", "properties.level", "properties.bought"])["datas"]
        self.assertEqual(row, [5, "Gold", ""])
        self.store(typed, {"age": 5, "of a removed field": 1})
        self.assertEqual(self.stored(typed.copy()), {"age": 5})

    def test_what_the_form_sends_and_did_not_change_is_not_refused(self):
        typed = self.typed({})
        self.store(typed, {"bought": "not a date", "age": 5})
        items = typed.read(["properties"])[0]["properties"]
        for item in items:
            if item["name"] == "age":
                item["value"] = 6
        typed.write({"properties": items})
        self.assertEqual(self.stored(typed), {"bought": "not a date", "age": 6})

    def test_a_new_customer_gets_defaults(self):
        self.container.properties_definition = [
            {**item, "default": 7} if item["name"] == "age" else item for item in DEFINITION
        ]
        self.assertEqual(self.stored(self.typed({"serial": "A"})), {"serial": "A", "age": 7})
        self.assertEqual(self.stored(self.typed({"age": 3})), {"age": 3})


@tagged("post_install", "-at_install")
class TestWhoDefinesFields(TypedPropertiesCase):
    def test_a_manager_defines_customer_fields_and_no_others(self):
        manager = new_test_user(self.env, "fields_manager", "crm_segments.crm_segments_group_manager")
        user = new_test_user(self.env, "fields_user", "crm_segments.crm_segments_group_user,base.group_partner_manager")
        customer = self.typed({"age": 5})
        size = {"name": "size", "type": "char", "string": "Size", "definition_changed": True, "value": "L"}
        with self.assertRaises(AccessError):
            customer.with_user(user).write({"properties": [*customer.read(["properties"])[0]["properties"], size]})
        customer.with_user(manager).write({"properties": [*customer.read(["properties"])[0]["properties"], size]})
        self.assertEqual(self.container.properties_definition[-1]["string"], "Size")
        self.assertEqual(self.stored(customer), {"age": 5, "size": "L"})
        field = self.env["ir.model.fields"]._get("crm.lead", "lead_properties")
        other = self.env["properties.base.definition"].create({"properties_field_id": field.id})
        with self.assertRaises(AccessError):
            other.with_user(manager).properties_definition = []
