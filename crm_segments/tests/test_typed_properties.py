"""Searching typed properties of customers beside native ones of leads: each trap of the native field once (C6, F6)."""

from datetime import date, datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from .common_typed_properties import TypedPropertiesCase


@tagged("post_install", "-at_install")
class TestTypedSearch(TypedPropertiesCase):
    def test_json_false_is_not_above_all_numbers(self):
        values = [{"price": 995000}, {"price": False}, {"price": 5}, {}]
        native, typed = self.native(*[{}] * 4), self.typed(*[{}] * 4)
        self.store(native, *values)
        self.store(typed, *values)
        self.assertEqual(self.found_natively(native, "price", ">", 990000), [0, 1])
        self.assertEqual(self.found(typed, "price", ">", 990000), [0])
        self.assertEqual(self.found(typed, "price", ">=", 5), [0, 2])
        self.assertEqual(self.found(typed, "price", "<", 10), [2])
        self.assertEqual(self.found(typed, "price", "<=", -10), [])
        self.assertEqual(self.found(typed, "price", "=", False), [1, 3])
        self.assertEqual(self.found(typed, "price", "!=", False), [0, 2])

    def test_number_below_ignores_text_and_null(self):
        values = [{"price": -3}, {"price": "zzz"}, {"price": None}, {"price": [1]}]
        native, typed = self.native(*[{}] * 4), self.typed(*[{}] * 4)
        self.store(native, *values)
        self.store(typed, *values)
        self.assertEqual(self.found_natively(native, "price", "<", 0), [0, 1, 2])
        self.assertEqual(self.found(typed, "price", "<", 0), [0])

    def test_zero_and_one_are_numbers(self):
        values = [{"age": 0}, {"age": 1}, {"age": 7}, {}]
        native, typed = self.native(*values), self.typed(*values)
        self.assertEqual(self.found_natively(native, "age", "=", 0), [3], "natively 0 is taken for 'empty'")
        self.assertEqual(self.found_natively(native, "age", "=", 1), [0, 1, 2], "natively 1 is taken for 'is set'")
        self.assertEqual(self.found(typed, "age", "=", 0), [0])
        self.assertEqual(self.found(typed, "age", "=", 1), [1])
        self.assertEqual(self.found(typed, "age", "in", [1, 7]), [1, 2])
        self.assertEqual(self.found(typed, "age", "not in", [1, 7]), [0, 3])
        self.assertEqual(self.found(typed, "age", "!=", 1), [0, 2, 3])
        self.assertEqual(self.found(typed, "age", "=", "۷"), [2])

    def test_dates(self):
        values = [{"bought": "2026-09-01"}, {"bought": False}, {"bought": "2020-01-31"}, {}]
        native, typed = self.native(*[{}] * 4), self.typed(*[{}] * 4)
        self.store(native, *values)
        self.store(typed, *values)
        self.assertEqual(
            self.found_natively(native, "bought", ">=", "2026-01-01"), [0, 1], "'false' is above all dates"
        )
        with self.assertRaises(TypeError):
            self.found_natively(native, "bought", ">=", date(2026, 1, 1))
        self.assertEqual(self.found(typed, "bought", ">=", "2026-01-01"), [0])
        self.assertEqual(self.found(typed, "bought", ">=", date(2026, 1, 1)), [0])
        self.assertEqual(self.found(typed, "bought", "<", date(2026, 1, 1)), [2])
        self.assertEqual(self.found(typed, "bought", "=", date(2020, 1, 31)), [2])
        self.assertEqual(self.found(typed, "bought", "in", ["2020-01-31", False]), [1, 2, 3])

    def test_relative_dates(self):
        today = fields.Date.today()
        values = [{"bought": str(today - timedelta(days=5))}, {"bought": str(today - timedelta(days=50))}, {}]
        native, typed = self.native(*values), self.typed(*values)
        self.assertEqual(self.found_natively(native, "bought", ">", "today -30d"), [])
        self.assertEqual(self.found(typed, "bought", ">", "today -30d"), [0])
        self.assertEqual(self.found(typed, "bought", "<=", "today -30d"), [1])

    def test_parts_of_dates(self):
        values = [{"bought": "2026-09-01"}, {"bought": "2020-01-31"}, {}]
        native, typed = self.native(*values), self.typed(*values)
        with self.assertRaises(ValueError):
            self.found_natively(native, "bought.month_number", "=", 9)
        self.assertEqual(self.found(typed, "bought.month_number", "=", 9), [0])
        self.assertEqual(self.found(typed, "bought.year_number", "<", 2026), [1])

    def test_date_times_and_days_of_the_user(self):
        typed = self.typed({"called": "2026-03-20 20:00:00"}, {"called": "2026-03-20 21:00:00"}, {})
        at_home = typed.with_context(tz="Asia/Tehran")  # midnight is 20:30 UTC
        self.assertEqual(self.found(typed, "called", "<=", "2026-03-20"), [0, 1])
        self.assertEqual(self.found(at_home, "called", "<=", "2026-03-20"), [0])
        self.assertEqual(self.found(at_home, "called", ">", date(2026, 3, 20)), [1])
        self.assertEqual(self.found(typed, "called", "=", datetime(2026, 3, 20, 20)), [0])
        self.assertEqual(self.found(typed, "called", ">", datetime(2026, 3, 20, 20)), [1])
        self.assertEqual(self.found(typed, "called", ">", False), [])

    def test_tags_in_means_any_of(self):
        values = [{"likes": ["x", "y"]}, {"likes": ["z"]}, {"likes": ["x", "z"]}, {}]
        native, typed = self.native(*values), self.typed(*values)
        self.assertEqual(self.found_natively(native, "likes", "in", ["x", "y"]), [0], "natively: nothing but these")
        self.assertEqual(self.found(typed, "likes", "in", ["x", "y"]), [0, 2])
        self.assertEqual(self.found(typed, "likes", "not in", ["x", "y"]), [1, 3])
        self.assertEqual(self.found(typed, "likes", "in", "z"), [1, 2])
        self.assertEqual(self.found(typed, "likes", "=", False), [3])
        self.assertEqual(self.found(typed, "likes", "ilike", "poem"), [0])

    def test_selection_by_key_and_label(self):
        typed = self.typed({"level": "a"}, {"level": "b"}, {})
        self.assertEqual(self.found(typed, "level", "in", ["a", "b"]), [0, 1])
        self.assertEqual(self.found(typed, "level", "!=", "a"), [1, 2])
        self.assertEqual(self.found(typed, "level", "ilike", "silv"), [1])
        self.assertEqual(self.found(typed, "level", "not ilike", "silv"), [0, 2])

    def test_links_by_id_and_name(self):
        first, second = self.env["res.country"].search([], limit=2, order="id")
        self.assertEqual(first.id, 1, "1 is what the native field takes for 'is set'")
        values = [
            {"country": first.id, "visited": [first.id, second.id]},
            {"country": second.id, "visited": [second.id]},
            {},
        ]
        native, typed = self.native(*values), self.typed(*values)
        self.assertEqual(self.found_natively(native, "country", "=", first.id), [0, 1])
        self.assertEqual(self.found(typed, "country", "=", first.id), [0])
        self.assertEqual(self.found_natively(native, "country", "ilike", second.name), [])
        self.assertEqual(self.found(typed, "country", "ilike", second.name), [1])
        self.assertEqual(self.found(typed, "visited", "in", [first.id, 0]), [0])
        self.assertEqual(self.found(typed, "visited", "ilike", first.name), [0])
        self.assertEqual(self.found(typed, "country", "=", False), [2])

    def test_text_and_yes_no(self):
        typed = self.typed({"serial": "AB-12", "vip": True}, {"serial": "ab-99", "vip": False}, {})
        self.assertEqual(self.found(typed, "serial", "=", "AB-12"), [0])
        self.assertEqual(self.found(typed, "serial", "ilike", "ab"), [0, 1])
        self.assertEqual(self.found(typed, "serial", "not ilike", "12"), [1, 2])
        self.assertEqual(self.found(typed, "serial", "=like", "AB%"), [0])
        self.assertEqual(self.found(typed, "serial", ">", "AB-10"), [0, 1])
        self.assertEqual(self.found(typed, "vip", "=", True), [0])
        self.assertEqual(self.found(typed, "vip", "!=", True), [1, 2])
        self.assertEqual(self.found(typed, "vip", "=", False), [1, 2])

    def test_equality_can_use_an_index(self):
        """One equal sign on the bare expression, no `OR ... @>` beside it."""
        query = self.Partner._search([("properties.serial", "=", "AB-12")])
        code = query.select().code
        self.assertNotIn("@>", code)
        self.assertNotIn(" OR ", code)
        native = self.env["crm.lead"]._search([("lead_properties.serial", "=", "AB-12")]).select().code
        self.assertIn("@>", native)
