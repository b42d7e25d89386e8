"""Persian users group dates by Jalali periods; business code and all others by Gregorian ones (X1)."""

import datetime

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..models.jalali_groups import _sql_period_start
from ..tools import jalali

DAYS = ["2026-10-23", "2026-11-21", "2026-11-22", "2026-12-21", "2026-12-22", "2027-03-20", "2027-03-21"]


@tagged("post_install", "-at_install")
class TestJalaliGroups(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.leads = cls.env["crm.lead"].create([{"name": day, "date_deadline": day} for day in DAYS])
        cls.domain = [("id", "in", cls.leads.ids)]
        cls.Lead = cls.leads.browse().with_context(lang="fa_IR", tz="Asia/Tehran")

    def groups(self, spec, **context):
        return self.Lead.with_context(**context).formatted_read_group(self.domain, [spec], ["__count"])

    def labels(self, spec, **context):
        return [(group[spec][1], group["__count"]) for group in self.groups(spec, **context)]

    def test_periods(self):
        self.assertEqual(
            self.labels("date_deadline:month"),
            [("آبان 1405", 2), ("آذر 1405", 2), ("دی 1405", 1), ("اسفند 1405", 1), ("فروردین 1406", 1)],
        )
        self.assertEqual(
            self.labels("date_deadline:quarter"), [("پاییز 1405", 4), ("زمستان 1405", 2), ("بهار 1406", 1)]
        )
        self.assertEqual(self.labels("date_deadline:year"), [("1405", 6), ("1406", 1)])
        self.assertEqual(self.labels("date_deadline:day")[0], ("1 آبان 1405", 1))
        self.assertEqual(self.labels("date_deadline:week")[0], ("هفته 31 1405", 1))

    def test_each_group_finds_its_own_records(self):
        for spec in ("date_deadline:month", "date_deadline:quarter", "date_deadline:year", "create_date:month"):
            for group in self.groups(spec):
                found = self.Lead.search_count(self.domain + group["__extra_domain"])
                self.assertEqual(found, group["__count"], (spec, group[spec]))

    def test_a_moment_belongs_to_the_month_of_the_users_zone(self):
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-11-21 20:00' WHERE id = %s; "
            "UPDATE crm_lead SET create_date = '2026-11-21 21:00' WHERE id = %s",
            self.leads[:2].ids,
        )
        self.leads.invalidate_recordset()
        self.domain = [("id", "in", self.leads[:2].ids)]
        self.assertEqual(self.labels("create_date:month"), [("آبان 1405", 1), ("آذر 1405", 1)])
        azar = self.groups("create_date:month")[1]
        self.assertEqual(azar["create_date:month"][0], "2026-11-21 20:30:00")
        self.assertEqual(self.Lead.search(self.domain + azar["__extra_domain"]), self.leads[1])

    def test_empty_months_between_are_shown_where_asked(self):
        labels = self.labels("date_deadline:month", fill_temporal=True)
        self.assertEqual([label for label, _count in labels], [
            "آبان 1405", "آذر 1405", "دی 1405", "بهمن 1405", "اسفند 1405", "فروردین 1406",
        ])  # fmt: skip
        self.assertEqual(labels[3][1], 0)

    def test_pivots_and_progress_bars(self):
        sets = self.Lead.formatted_read_grouping_sets(self.domain, [[], ["date_deadline:quarter"]], ["__count"])
        self.assertEqual([group["__count"] for group in sets[1]], [4, 2, 1])
        bars = self.Lead.read_progress_bar(
            self.domain, "date_deadline:year", {"field": "type", "colors": {"lead": "info", "opportunity": "success"}}
        )
        self.assertEqual([sum(bar.values()) for _key, bar in sorted(bars.items())], [6, 1])
        result = self.Lead.web_read_group(self.domain, ["date_deadline:month"], ["__count"], limit=2)
        self.assertEqual((len(result["groups"]), result["length"]), (2, 5))

    def test_business_code_and_other_languages_keep_gregorian_months(self):
        rows = self.Lead._read_group(self.domain, ["date_deadline:month"], ["__count"])
        self.assertEqual(rows[0], (datetime.date(2026, 10, 1), 1))
        english = self.labels("date_deadline:month", lang="en_US")
        self.assertEqual(english[0], ("October 2026", 1))

    def test_the_database_counts_as_the_calendar_does(self):
        """Every day of fifty years: SQL and the calendar agree on the beginning of each period."""
        first, last = datetime.date(1995, 3, 21), datetime.date(2045, 3, 20)
        day = SQL("day::date")
        rows = self.env.execute_query(
            SQL(
                "SELECT day::date, %s, %s, %s FROM generate_series(%s::date, %s::date, '1 day') AS day",
                *(_sql_period_start(day, granularity) for granularity in jalali.PERIOD_MONTHS),
                first,
                last,
            )
        )
        for row in rows:
            expected = [jalali.period_start(row[0], granularity) for granularity in jalali.PERIOD_MONTHS]
            self.assertEqual(list(row[1:]), expected, row[0])
        self.assertEqual(len(rows), (last - first).days + 1)
