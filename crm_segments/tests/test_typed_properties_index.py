"""Indexes over properties that must be fast (F6, X4)."""

from unittest.mock import patch

import psycopg2

from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

from ..typed_properties import indexes
from .common_typed_properties import DEFINITION, TypedPropertiesCase


@tagged("post_install", "-at_install")
class TestPropertyIndexes(TypedPropertiesCase):
    def setUp(self):
        """A table of that name without recent updates, after which PostgreSQL would not use a new index at once."""
        super().setUp()
        self.env.flush_all()
        self.env.cr.execute("CREATE TEMP TABLE res_partner AS SELECT * FROM public.res_partner")

    def sync(self, names):
        """Build in this test's transaction, where it cannot be done beside others. Answers the names."""
        fast = [("properties", item, None) for item in DEFINITION if item["name"] in names]
        with patch.object(type(self.Partner), "_fast_properties", lambda model: fast):
            wanted = self.Partner._property_indexes_wanted()
        indexes.ensure(self.env.cr, "res_partner", wanted, concurrently=False)
        return [index.name for index in wanted]

    def plan(self, query, *columns):
        select = query.select(*columns)
        self.env.cr.execute("EXPLAIN " + select.code, select.params)
        return "\n".join(line for (line,) in self.env.cr.fetchall())

    def test_searches_use_them(self):
        for name, condition in {
            "serial": ("=", "AB-1"),
            "age": (">", 5),
            "bought": (">=", "2026-01-01"),
            "level": ("in", ["a", "b"]),
            "likes": ("in", ["x", "y"]),
        }.items():
            built = self.sync([name])
            with self.subTest(name=name):
                query = self.Partner.with_context(active_test=False)._search([(f"properties.{name}", *condition)])
                self.env.cr.execute("SET LOCAL enable_seqscan = off")
                plan = self.plan(query, SQL("COUNT(*)"))
                self.assertTrue(any(index in plan for index in built), plan)

    def test_sorting_uses_it(self):
        [built] = self.sync(["price"])
        order = "properties.price desc, id desc"
        query = self.Partner.with_context(active_test=False)._search([], order=order, limit=10)
        self.env.cr.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        self.assertIn(f"Index Scan using {built}", self.plan(query))

    def test_built_once_and_dropped_when_unwanted(self):
        [age] = self.sync(["age"])
        index = indexes.property_indexes(self.Partner, "properties", DEFINITION[0])[0]
        self.assertEqual(index.name, age)
        self.assertFalse(indexes.build(self.env.cr, "res_partner", index, concurrently=False), "it is there")
        price = self.sync(["price"])
        self.assertEqual(indexes.unwanted(self.env.cr, "res_partner", set()), price)

    def test_the_job_does_not_wait_for_its_own_transaction(self):
        with patch("odoo.addons.crm_segments.models.typed_properties_index.threading.Thread") as thread:
            self.env["club.typed.properties.mixin"]._cron_ensure_property_indexes()
        self.assertIs(thread.call_args.kwargs["target"], indexes.synchronise)
        self.assertIn("res_partner", thread.call_args.kwargs["args"][1])
        thread.return_value.start.assert_called_once_with()

    def test_only_records_of_a_container(self):
        """A form's fields are indexed over its own entries alone."""
        [index] = indexes.property_indexes(self.env["crm.lead"], "lead_properties", DEFINITION[0], self.team.id)
        self.assertEqual(index.where.code.replace("%%", "%"), f'WHERE "team_id" = {self.team.id}')
        self.assertTrue(indexes.build(self.env.cr, "crm_lead", index, concurrently=False))

    def test_small_tables_have_none(self):
        self.env.cr.execute("ANALYZE res_partner")
        self.assertEqual(self.Partner._fast_properties(), [])
        with patch("odoo.addons.crm_segments.models.typed_properties_index.LARGE", 1):
            fast = self.Partner._fast_properties()
        self.assertEqual(fast, [("properties", item, None) for item in self.container.properties_definition])


@tagged("post_install", "-at_install")
class TestConcurrentBuild(BaseCase):
    """Without a transaction around the test, for which the build would wait."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.run_sql, "DROP TABLE IF EXISTS club_scratch")
        self.run_sql("DROP TABLE IF EXISTS club_scratch; CREATE TABLE club_scratch AS SELECT 1 AS x, 2 AS y")

    def run_sql(self, query):
        with db_connect(get_db_name()).cursor() as cr:
            cr.connection.rollback()
            cr.connection.autocommit = True
            try:
                cr.execute(query)
                return cr.fetchall() if cr.description else None
            finally:
                cr.connection.autocommit = False

    def valid(self):
        rows = self.run_sql(
            "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE i.indrelid = 'club_scratch'::regclass ORDER BY 1"
        )
        return dict(rows)

    def test_builds_what_is_wanted_and_drops_what_is_not(self):
        first = indexes.PropertyIndex("scratch_1_tprop", SQL("btree ((x + 1))"), SQL(), SQL("(x + 1)"))
        second = indexes.PropertyIndex("scratch_2_tprop", SQL("btree (y)"), SQL("WHERE x = 1"), None)
        broken = indexes.PropertyIndex("scratch_3_tprop", SQL("btree (no_such_column)"), SQL(), None)
        with mute_logger("odoo.sql_db", "odoo.addons.crm_segments.typed_properties.indexes"):
            indexes.synchronise(get_db_name(), {"club_scratch": [broken, first, second]})
        self.assertEqual(self.valid(), {"scratch_1_tprop": True, "scratch_2_tprop": True})
        indexes.synchronise(get_db_name(), {"club_scratch": [second]})
        self.assertEqual(self.valid(), {"scratch_2_tprop": True})

    def test_an_invalid_index_is_built_anew(self):
        """As an interrupted build leaves it."""
        self.run_sql("INSERT INTO club_scratch SELECT * FROM club_scratch")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.run_sql("CREATE UNIQUE INDEX CONCURRENTLY scratch_tprop ON club_scratch (x)")
        self.assertEqual(self.valid(), {"scratch_tprop": False})
        index = indexes.PropertyIndex("scratch_tprop", SQL("btree (x)"), SQL(), None)
        indexes.synchronise(get_db_name(), {"club_scratch": [index]})
        self.assertEqual(self.valid(), {"scratch_tprop": True})
