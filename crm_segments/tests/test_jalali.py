"""Jalali dates where the reader's language is Persian, Gregorian ones in what is stored and for all others (X1)."""

import datetime
import hashlib
import io
import json

import openpyxl
from lxml import html

from odoo import fields, http
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
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


@tagged("post_install", "-at_install")
class TestJalaliBrowser(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        groups = "base.group_user,base.group_partner_manager,crm_segments.crm_segments_group_user"
        cls.maryam = new_test_user(cls.env, "jalali_maryam", groups, lang="fa_IR", tz="Asia/Tehran")
        cls.emma = new_test_user(cls.env, "jalali_emma", groups, lang="en_US", tz="Asia/Tehran")
        rows = cls.env["ir.ui.view"].create(
            {
                "name": "res.partner.list.birthdays",
                "model": "res.partner",
                "arch": '<list><field name="name"/><field name="birthday" options="{\'numeric\': True}"/></list>',
            }
        )
        cls.action = cls.env["ir.actions.act_window"].create(
            {
                "name": "Birthdays",
                "res_model": "res.partner",
                "view_mode": "list,form",
                "domain": [("name", "=", "مریم")],
                "view_ids": [
                    fields.Command.create({"view_mode": "list", "view_id": rows.id}),
                    fields.Command.create({"view_mode": "form"}),
                ],
            }
        )

    def test_typed_in_persian_stored_as_gregorian(self):
        """A Persian user types and reads Jalali, an English user beside him Gregorian dates."""
        path = f"/odoo/action-{self.action.id}"
        self.start_tour(f"{path}/new", "crm_segments_jalali_form", login="jalali_maryam")
        partner = self.env["res.partner"].search([("name", "=", "مریم")])
        self.assertEqual(partner.birthday, DAY)
        self.start_tour(path, "crm_segments_jalali_list", login="jalali_maryam")
        self.start_tour(path, "crm_segments_gregorian_list", login="jalali_emma")

    def test_excel_export_of_odoo(self):
        """A sheet for people has Jalali dates; one that is to be imported again, and an English one, real dates."""
        self.maryam.group_ids += self.env.ref("base.group_allow_export")
        self.emma.group_ids += self.env.ref("base.group_allow_export")
        partner = self.env["res.partner"].create({"name": "مریم", "birthday": DAY})
        cases = [
            ("jalali_maryam", False, [], "1405/09/02"),
            ("jalali_maryam", False, ["birthday:month"], "1405/09/02"),
            ("jalali_maryam", True, [], datetime.datetime(2026, 11, 23)),
            ("jalali_emma", False, [], datetime.datetime(2026, 11, 23)),
        ]
        for login, import_compat, groupby, expected in cases:
            self.authenticate(login, login)
            data = {
                "model": "res.partner",
                "fields": [{"name": name, "label": name, "type": "date"} for name in ("name", "birthday")],
                "ids": partner.ids,
                "domain": [],
                "groupby": groupby,
                "import_compat": import_compat,
                "context": {"lang": self.env["res.users"].search([("login", "=", login)]).lang},
            }
            response = self.url_open(
                "/web/export/xlsx", data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
            )
            sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
            rows = list(sheet.iter_rows(values_only=True))
            self.assertEqual(rows[-1][1], expected, (login, import_compat))
            if groupby:
                self.assertIn("آذر 1405", rows[1][0])

    def test_every_day_in_the_browser_goes_there_and_back(self):
        """JavaScript agrees with the server for each day of 1300 to 1500, and reads what it writes."""
        first, last = datetime.date(1921, 3, 21), datetime.date(2122, 3, 20)
        days = (first + datetime.timedelta(days=offset) for offset in range((last - first).days + 1))
        digest = hashlib.sha256("".join(map(jalali.to_jalali, days)).encode()).hexdigest()
        self.browser_js(
            "/odoo",
            f"({_ROUND_TRIP})('{digest}')",
            "odoo.isReady",
            login="jalali_maryam",
            timeout=120,
        )

    def test_date_filters_offer_jalali_months(self):
        self.browser_js("/odoo", _FILTERS, "odoo.isReady", login="jalali_maryam")

    def test_digits_typed_by_anyone(self):
        """Persian and Arabic digits are numbers for users of every language."""
        self.browser_js("/odoo", _DIGITS, "odoo.isReady", login="jalali_emma")


_ROUND_TRIP = """
async function (digest) {
    const { formatDate, formatDateTime, parseDate, parseDateTime, serializeDate, serializeDateTime } =
        odoo.loader.modules.get("@web/core/l10n/dates");
    const { toJalali, toGregorian } = odoo.loader.modules.get("@crm_segments/jalali/jalali");
    const texts = [];
    const pad = (number) => String(number).padStart(2, "0");
    for (let time = Date.UTC(1921, 2, 21); time <= Date.UTC(2122, 2, 20); time += 86400000) {
        const date = new Date(time);
        const gregorian = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        const jalali = toJalali(gregorian);
        if (JSON.stringify(toGregorian(jalali)) !== JSON.stringify(gregorian)) {
            throw new Error(`${date.toISOString()} does not come back`);
        }
        texts.push(`${jalali.year}/${pad(jalali.month)}/${pad(jalali.day)}`);
    }
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(texts.join("")));
    const own = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (own !== digest) {
        throw new Error("The days of the browser differ from those of the server");
    }
    let moment = luxon.DateTime.local(2005, 1, 1, 13, 45, 20);
    for (let index = 0; index < 366 * 30; index++, moment = moment.plus({ days: 1 })) {
        if (serializeDate(parseDate(formatDate(moment))) !== serializeDate(moment)) {
            throw new Error(`${moment.toISO()} is shown as ${formatDate(moment)} and read as another day`);
        }
        if (index % 5 === 0 && serializeDateTime(parseDateTime(formatDateTime(moment))) !== serializeDateTime(moment)) {
            throw new Error(`${moment.toISO()} is shown as ${formatDateTime(moment)} and read as another moment`);
        }
    }
    const expected = {
        "۱۴۰۵-۹-۲": "2026-11-23", "١٤٠٥/٩/٢": "2026-11-23", "2/9/1405": "2026-11-23", "14050902": "2026-11-23",
        "05/9/2": "2026-11-23", "2 آذر 1405": "2026-11-23", "2026/11/23": "2026-11-23", "99/12/30": "2021-03-20",
    };
    for (const [typed, day] of Object.entries(expected)) {
        if (serializeDate(parseDate(typed)) !== day) {
            throw new Error(`${typed} is read as ${serializeDate(parseDate(typed))}`);
        }
    }
    for (const typed of ["1405/12/30", "1405/13/01", "1405", "آذر"]) {
        let read = null;
        try {
            read = parseDate(typed);
        } catch (error) {
            if (error.name !== "ConversionError") {
                throw error;
            }
        }
        if (read) {
            throw new Error(`${typed} is no date, yet it is read as ${read}`);
        }
    }
    if (formatDate(moment, { format: "yyyy-MM-dd" }) !== serializeDate(moment)) {
        throw new Error("A date for a machine became Jalali");
    }
    console.log("test successful");
}
"""

_FILTERS = """
(function () {
    const { constructDateDomain, getPeriodOptions } = odoo.loader.modules.get("@web/search/utils/dates");
    const now = luxon.DateTime.local(2026, 11, 23, 12);
    const optionsParams = { startYear: -2, endYear: 0, startMonth: -2, endMonth: 0, customOptions: [] };
    const options = getPeriodOptions(now, optionsParams);
    const described = options.map(({ id, description }) => `${id}=${description}`).join(" ");
    const item = { fieldName: "day", fieldType: "date", optionsParams, domain: [] };
    const domain = (...ids) => {
        const { domain, description } = constructDateDomain(now, item, ids);
        return `${description}: ${domain.toString()}`;
    };
    const cases = [
        [described, "month=آذر month-1=آبان month-2=مهر fourth_quarter=زمستان third_quarter=پاییز " +
            "second_quarter=تابستان first_quarter=بهار year=1405 year-1=1404 year-2=1403"],
        [domain("month", "year"), 'آذر 1405: ["&", ("day", ">=", "2026-11-22"), ("day", "<=", "2026-12-21")]'],
        [domain("third_quarter", "year-1"),
            'پاییز 1404: ["&", ("day", ">=", "2025-09-23"), ("day", "<=", "2025-12-21")]'],
        [domain("year", "year-2"), '1403/1405: ["|", "&", ("day", ">=", "2024-03-20"), ("day", "<=", "2025-03-20"), ' +
            '"&", ("day", ">=", "2026-03-21"), ("day", "<=", "2027-03-20")]'],
        [getPeriodOptions(luxon.DateTime.local(2026, 4, 1), optionsParams)[1].defaultYearId, "year-1"],
    ];
    for (const [found, expected] of cases) {
        if (found !== expected) {
            throw new Error(`${found} instead of ${expected}`);
        }
    }
    console.log("test successful");
})();
"""

_DIGITS = """
(function () {
    const parsers = odoo.loader.modules.get("@web/views/fields/parsers");
    const registered = odoo.loader.modules.get("@web/core/registry").registry.category("parsers");
    const { parseDate, serializeDate, formatDate } = odoo.loader.modules.get("@web/core/l10n/dates");
    const cases = [
        [parsers.parseFloat("۱٬۲۳۴٫۵"), 1234.5],
        [parsers.parseInteger("١٢٣٤"), 1234],
        [parsers.parseMonetary("$ ۱,۲۳۴.۵۰"), 1234.5],
        [parsers.parsePercentage("۵۰%"), 0.5],
        [parsers.parseFloatTime("۱:۳۰"), 1.5],
        [parsers.parseFloat("=۲*۳"), 6],
        [parsers.parseFloat("-۵"), -5],
        [registered.get("monetary")("۱۲"), 12],
        [registered.get("integer")("۱۲"), 12],
        [serializeDate(parseDate("۱۱/۲۳/۲۰۲۶")), "2026-11-23"],
        [formatDate(parseDate("11/23/2026")), "11/23/2026"],
    ];
    const { localization } = odoo.loader.modules.get("@web/core/l10n/localization");
    Object.assign(localization, { decimalPoint: ",", thousandsSep: "." });
    cases.push([parsers.parseFloat("۱٬۲۳۴٫۵"), 1234.5], [parsers.parseFloat("1.234,5"), 1234.5]);
    const phone = Object.assign(document.createElement("input"), { type: "tel", value: "۰۹۱۲ ٣٤٥" });
    document.body.append(phone);
    phone.dispatchEvent(new Event("input", { bubbles: true }));
    cases.push([phone.value, "0912 345"]);
    for (const [found, expected] of cases) {
        if (found !== expected) {
            throw new Error(`${found} instead of ${expected}`);
        }
    }
    console.log("test successful");
})();
"""
