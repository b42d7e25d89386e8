"""Writing typed properties beside native ones, and who defines them (C6, F6)."""

from datetime import date, datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common_typed_properties import TypedPropertiesCase


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
