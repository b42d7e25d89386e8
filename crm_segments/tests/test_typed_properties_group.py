"""Sorting, grouping and sums of typed properties beside native ones (F6, C16)."""

from datetime import date

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_typed_properties import TypedPropertiesCase


@tagged("post_install", "-at_install")
class TestTypedReading(TypedPropertiesCase):
    def test_order_has_empty_values_last_both_ways(self):
        values = [{"price": 5}, {}, {"price": 70}, {"price": 0}]
        native, typed = self.native(*values), self.typed(*values)

        def order(records, term):
            found = records.search([("id", "in", records.ids)], order=f"{term}, id")
            return [records.ids.index(record_id) for record_id in found.ids]

        self.assertEqual(order(native, "lead_properties.price desc"), [1, 2, 0, 3], "natively empty comes first")
        self.assertEqual(order(typed, "properties.price desc"), [2, 0, 3, 1])
        self.assertEqual(order(typed, "properties.price"), [3, 0, 2, 1])

    def test_sums(self):
        values = [
            {"price": 5, "age": 1, "level": "a"},
            {"price": 7.5, "level": "a"},
            {"price": False},
            {"price": 2, "age": 1},
        ]
        native, typed = self.native(*values), self.typed(*values)
        with self.assertRaises(ValueError):
            native._read_group([("id", "in", native.ids)], [], ["lead_properties.price:sum"])
        functions = ("sum", "avg", "min", "max", "count", "count_distinct")
        domain = [("id", "in", typed.ids)]
        [row] = typed._read_group(domain, [], [f"properties.price:{function}" for function in functions])
        self.assertEqual(row, (14.5, 14.5 / 3, 2.0, 7.5, 3, 3))
        [row] = typed._read_group(domain, [], [f"properties.age:{function}" for function in functions])
        self.assertEqual(row, (2, 1.0, 1, 1, 2, 1))
        rows = typed._read_group(domain, ["properties.level"], ["properties.price:sum", "__count"])
        self.assertEqual(rows, [("a", 12.5, 2), (False, 2.0, 2)])
        rows = typed._read_group(domain, ["properties.level"], ["__count"], having=[("properties.price:sum", ">", 10)])
        self.assertEqual(rows, [("a", 2)])

    def test_first_and_last_dates_and_wrong_sums(self):
        typed = self.typed({"bought": "2026-01-05"}, {"bought": "2026-03-05"}, {})
        domain = [("id", "in", typed.ids)]
        [row] = typed._read_group(
            domain, [], ["properties.bought:min", "properties.bought:max", "properties.bought:count"]
        )
        self.assertEqual(row, (date(2026, 1, 5), date(2026, 3, 5), 2))
        with self.assertRaises(ValueError):
            typed._read_group(domain, [], ["properties.serial:sum"])

    def test_group_by_selection_without_a_join(self):
        values = [{"level": "a"}, {"level": "b"}, {"level": "a"}, {}]
        native, typed = self.native(*values), self.typed(*values)
        self.store(typed[1], {"level": "removed option"})

        def sql(records, fname):
            query = records._search([("id", "in", records.ids)])
            records._read_group_groupby(records._table, f"{fname}.level", query)
            return query.from_clause.code

        self.assertIn("unnest", sql(native, "lead_properties"))
        self.assertNotIn("JOIN", sql(typed, "properties"))
        groups = typed.formatted_read_group([("id", "in", typed.ids)], ["properties.level"], ["__count"])
        self.assertEqual([(group["properties.level"], group["__count"]) for group in groups], [("a", 2), (False, 2)])
        for group in groups:
            found = typed.search([("id", "in", typed.ids), *group["__extra_domain"]])
            self.assertEqual(len(found), group["__count"], "a group opens what it counted")

    def test_group_by_date_time_of_the_user(self):
        typed = self.typed({"called": "2026-03-20 20:00:00"}, {"called": "2026-03-20 21:00:00"}, {})
        at_home = typed.with_context(tz="Asia/Tehran")  # midnight is 20:30 UTC
        domain = [("id", "in", typed.ids)]
        groups = at_home.formatted_read_group(domain, ["properties.called:day"], ["__count"])
        self.assertEqual([group["__count"] for group in groups], [1, 1, 1])
        self.assertEqual(
            [group["properties.called:day"] and group["properties.called:day"][1] for group in groups],
            ["20 Mar 2026", "21 Mar 2026", False],
        )
        for group in groups:
            self.assertEqual(at_home.search_count([*domain, *group["__extra_domain"]]), 1)

    def test_group_by_parts_of_dates(self):
        native, typed = (
            self.native({"bought": "2026-01-05"}),
            self.typed({"bought": "2026-01-05"}, {"bought": "2025-01-09"}, {}),
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
            native._read_group([("id", "in", native.ids)], ["lead_properties.bought:month_number"], ["__count"])
        domain = [("id", "in", typed.ids)]
        groups = typed.formatted_read_group(domain, ["properties.bought:month_number"], ["__count"])
        self.assertEqual(
            [(group["properties.bought:month_number"], group["__count"]) for group in groups], [(1, 2), (False, 1)]
        )
        for group in groups:
            self.assertEqual(typed.search_count([*domain, *group["__extra_domain"]]), group["__count"])

    def test_group_by_numbers_text_and_yes_no(self):
        values = [{"age": 0, "serial": "A", "vip": True}, {"age": 3, "serial": "A"}, {}]
        typed = self.typed(*values)
        self.store(typed[2], {"age": False, "serial": "", "vip": None})
        domain = [("id", "in", typed.ids)]
        for spec, expected in (
            ("properties.age", [(0, 1), (3, 1), (False, 1)]),
            ("properties.serial", [("A", 2), (False, 1)]),
            ("properties.vip", [(False, 2), (True, 1)]),
        ):
            self.assertEqual(typed._read_group(domain, [spec], ["__count"]), expected)
            for group in typed.formatted_read_group(domain, [spec], ["__count"]):
                self.assertEqual(typed.search_count([*domain, *group["__extra_domain"]]), group["__count"])
