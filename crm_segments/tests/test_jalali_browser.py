"""A Persian user types and reads Jalali dates in the browser and in Excel; what is stored is Gregorian (X1)."""

import datetime
import hashlib
import io
import json

import openpyxl

from odoo import fields, http
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import jalali

DAY = datetime.date(2026, 11, 23)


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
