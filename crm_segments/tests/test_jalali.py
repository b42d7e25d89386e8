"""Jalali dates where the reader's language is Persian, Gregorian ones in what is stored and for all others (X1)."""

import datetime

from lxml import html

from odoo import fields
from odoo.tests import TransactionCase, tagged
from odoo.tools import format_date, format_datetime

from ..tools import jalali

DAY = datetime.date(2026, 11, 23)
#: In Tehran it is half past midnight of the next day.
LATE = datetime.datetime(2026, 11, 22, 21, 0)


@tagged("post_install", "-at_install")
class TestJalaliDisplay(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.persian = cls.env(context={"lang": "fa_IR", "tz": "Asia/Tehran"})
        cls.english = cls.env(context={"lang": "en_US", "tz": "Asia/Tehran"})

    def test_format_date(self):
        for value in (DAY, "2026-11-23", LATE, "2026-11-22 21:00:00"):
            self.assertEqual(format_date(self.persian, value), "1405/09/02")
            self.assertEqual(format_date(self.english, value), "11/23/2026")
        self.assertEqual(format_date(self.english, DAY, lang_code="fa_IR"), "1405/09/02")
        self.assertEqual(format_date(self.persian, DAY, date_format="d MMMM y"), "2 آذر 1405")
        self.assertEqual(format_date(self.persian, DAY, date_format="full"), "دوشنبه 2 آذر 1405")
        self.assertEqual(format_date(self.persian, False), "")

    def test_format_datetime(self):
        self.assertEqual(format_datetime(self.persian, LATE, tz="Asia/Tehran"), "1405/09/02 00:30:00")
        self.assertEqual(format_datetime(self.persian, LATE, tz="UTC"), "1405/09/01 21:00:00")
        self.assertEqual(format_datetime(self.english, LATE, tz="UTC"), "11/22/2026 09:00:00 PM")

    def test_text_for_machines_stays_gregorian(self):
        self.assertEqual(format_date(self.persian, DAY, date_format="yyyy-MM-dd"), "2026-11-23")
        self.assertEqual(fields.Date.to_string(DAY), "2026-11-23")
        self.assertEqual(format_datetime(self.persian, LATE, tz="UTC", dt_format="yyyyMMdd"), "20261122")

    def test_a_database_without_the_add_on_is_left_alone(self):
        self.env.registry._init_modules.remove("crm_segments")
        self.addCleanup(self.env.registry._init_modules.add, "crm_segments")
        self.assertEqual(format_date(self.persian, DAY), "2026/11/23")
        self.assertEqual(format_datetime(self.persian, LATE, tz="UTC"), "2026/11/22 21:00:00")

    def test_functions_are_replaced_where_they_were_imported_before(self):
        from odoo.addons.base.models import ir_qweb_fields
        from odoo.addons.sale.models import sale_order_line

        self.assertIs(ir_qweb_fields.format_date, format_date)
        self.assertIs(sale_order_line.format_date, format_date)

    def test_every_day_on_the_server_goes_there_and_back(self):
        for offset in range(366 * 20):
            day = datetime.date(2015, 1, 1) + datetime.timedelta(days=offset)
            self.assertEqual(jalali.parse(format_date(self.persian, day)), day)

    def test_fields_on_pages_have_persian_digits(self):
        field = self.persian["ir.qweb.field.date"]
        self.assertEqual(field.value_to_html(DAY, {}), "۱۴۰۵/۰۹/۰۲")
        self.assertEqual(field.value_to_html(DAY, {"format": "MMMM y"}), "آذر ۱۴۰۵")
        self.assertEqual(self.english["ir.qweb.field.date"].value_to_html(DAY, {}), "11/23/2026")
        field = self.persian["ir.qweb.field.datetime"]
        self.assertEqual(field.value_to_html(LATE, {}), "۱۴۰۵/۰۹/۰۲ ۰۰:۳۰:۰۰")
        self.assertEqual(field.value_to_html(LATE, {"hide_seconds": True}), "۱۴۰۵/۰۹/۰۲ ۰۰:۳۰")
        self.assertEqual(field.value_to_html(LATE, {"tz_name": "UTC", "date_only": True}), "۱۴۰۵/۰۹/۰۱")
        self.assertEqual(field.value_to_html(LATE, {"time_only": True, "hide_seconds": True}), "۰۰:۳۰")
        self.assertEqual(field.value_to_html(False, {}), "")

    def test_a_date_edited_on_a_page_is_saved_as_that_day(self):
        element = html.fromstring("<span>۱۴۰۵/۰۹/۰۲</span>")
        Partner = self.persian["res.partner"]
        saved = self.persian["ir.qweb.field.date"].from_html(Partner, Partner._fields["create_date"], element)
        self.assertEqual(saved, "2026-11-23")
        self.env.user.lang = "fa_IR"
        element = html.fromstring("<span>۱۴۰۵/۰۹/۰۲ ۰۰:۳۰:۰۰</span>")
        saved = self.persian["ir.qweb.field.datetime"].from_html(Partner, Partner._fields["create_date"], element)
        self.assertEqual(fields.Datetime.to_datetime(saved), LATE)

    def test_a_mail_in_persian_shows_the_jalali_date(self):
        lead = self.env["crm.lead"].create({"name": "مریم", "date_deadline": DAY})
        body = self.persian["mail.render.mixin"]._render_template(
            '<p><t t-out="format_date(object.date_deadline)"/> <span t-field="object.date_deadline"/></p>',
            "crm.lead",
            lead.ids,
            engine="qweb",
        )[lead.id]
        self.assertEqual(html.fromstring(body).text_content().split(), ["1405/09/02", "۱۴۰۵/۰۹/۰۲"])

    def test_company_amounts_in_toman(self):
        company = self.env.company
        rial = self.env.ref("base.IRR")
        self.assertEqual(company._club_format_amount(300_000, rial, "fa_IR"), "۳۰۰٬۰۰۰ ریال")
        company.club_money_display = "toman"
        self.assertEqual(company._club_format_amount(300_000, rial, "fa_IR"), "۳۰٬۰۰۰ تومان")
        self.assertEqual(company._club_format_amount(300_000, rial, "en_US"), "30,000 Toman")
        self.assertEqual(company._club_format_amount(3, self.env.ref("base.EUR"), "en_US"), "3.00 EUR")
