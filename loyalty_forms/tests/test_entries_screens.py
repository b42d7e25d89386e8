"""F6, F7, F9: the list of a form's entries in a browser, and what its Excel holds."""

import io

import openpyxl

from odoo.tests import HttpCase, tagged

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestEntriesScreens(HttpCase, FormsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "text", "label": "Name", "alias": "name", "maps_to": "name"},
                {"kind": "number", "label": "Amount", "alias": "amount"},
                {"kind": "choice", "label": "Level", "alias": "level", "options": ["Gold", "Silver"]},
                {"kind": "choices", "label": "Genres", "alias": "genres", "options": ["Novel", "Poem"]},
                {"kind": "date", "label": "Day", "alias": "day"},
                {"kind": "phone", "label": "Mobile", "alias": "mobile"},
            ],
            name="Orders",
        )
        level = cls._field(cls.form, "level").option_ids.mapped("key")
        genres = cls._field(cls.form, "genres").option_ids.mapped("key")
        for name, amount, chosen, liked, day, mobile in [
            ("كيان", "42", level[0], genres, "1405/02/01", "09121234567"),
            ("=1+1", "9", level[1], genres[:1], "1404/02/01", ""),
            ("Mina", "", level[0], [], "", ""),
        ]:
            cls._send(
                cls.form,
                {"name": name, "amount": amount, "level": chosen, "genres": liked, "day": day, "mobile": mobile},
            )

    def test_list_search_sort_pivot_and_answer(self):
        action = self.env.ref("loyalty_forms.loyalty_form_action")
        self.start_tour(f"/odoo/action-{action.id}/{self.form.id}", "loyalty_forms.entries_tour", login="club_manager")
        entry = self.env["loyalty.form.entry"].search([("form_id", "=", self.form.id)], order="id", limit=1)
        self.assertEqual(entry.message_to_sender_ids.preview, "Dear كيان")

    def test_every_answer_filters_groups_and_sums(self):
        Entry = self.env["loyalty.form.entry"].with_user(self.user)
        mine = [("form_id", "=", self.form.id)]
        a = {field.alias: f"answers.{field.key}" for field in self.form.field_ids}
        key = {field.alias: field.key for field in self.form.field_ids}
        option = {option.name: option.key for option in self.form.field_ids.option_ids}
        for domain, names in [
            ([(a["amount"], ">", 9)], ["كيان"]),
            ([(a["amount"], "<=", 9)], ["=1+1"]),
            ([(a["amount"], "=", False)], ["Mina"]),
            ([(a["level"], "=", option["Gold"])], ["كيان", "Mina"]),
            ([(a["level"], "in", [option["Gold"], option["Silver"]])], ["كيان", "=1+1", "Mina"]),
            ([(a["genres"], "in", [option["Poem"]])], ["كيان"]),
            ([(a["genres"], "in", [option["Poem"], option["Novel"]])], ["كيان", "=1+1"]),
            ([(a["genres"], "=", False)], ["Mina"]),
            ([(a["day"], ">=", "2026-01-01")], ["كيان"]),
            ([(a["day"], "<", "2026-01-01")], ["=1+1"]),
            ([(a["name"], "ilike", "min")], ["Mina"]),
            # as the web client writes “between”
            ([("answers", "any", ["&", (key["amount"], ">=", 1), (key["amount"], "<=", 9)])], ["=1+1"]),
            ([("answers", "any", ["&", (key["day"], ">=", "2026-01-01"), (key["day"], "<", "2027-01-01")])], ["كيان"]),
        ]:
            self.assertEqual(Entry.search(mine + domain, order="id").mapped("sender"), names, domain)
        for order, names in [
            (f"{a['amount']} desc", ["كيان", "=1+1", "Mina"]),
            (f"{a['amount']} asc", ["=1+1", "كيان", "Mina"]),
            (f"{a['day']} asc", ["=1+1", "كيان", "Mina"]),
        ]:
            self.assertEqual(Entry.search(mine, order=order).mapped("sender"), names, order)
        groups = Entry.formatted_read_group(mine, [a["level"]], ["__count", f"{a['amount']}:sum"])
        self.assertEqual(sorted((row["__count"], row[f"{a['amount']}:sum"] or 0) for row in groups), [(1, 9), (2, 42)])
        for group in Entry.formatted_read_group(mine, [a["genres"]], ["__count"]):
            found = Entry.search_count([*mine, *group["__extra_domain"]])
            self.assertEqual(found, group["__count"], "a group opens what it counts")
        months = Entry.formatted_read_group(mine, [f"{a['day']}:month"], ["__count"])
        self.assertEqual(sum(row["__count"] for row in months), 3)
        self.env["res.lang"]._activate_lang("fa_IR")
        persian = Entry.with_context(lang="fa_IR")
        months = persian.formatted_read_group(mine, [f"{a['day']}:month"], ["__count"], order=f"{a['day']}:month")
        self.assertEqual([row[f"{a['day']}:month"][1] for row in months[:2]], ["اردیبهشت 1404", "اردیبهشت 1405"])
        for month, names in zip(months, (["=1+1"], ["كيان"], ["Mina"]), strict=True):
            self.assertEqual(persian.search([*mine, *month["__extra_domain"]]).mapped("sender"), names)

    def test_excel_of_what_is_seen_in_its_order(self):
        a = {field.alias: f"answers.{field.key}" for field in self.form.field_ids}
        entry = self.env["loyalty.form.entry"].search([("form_id", "=", self.form.id)], order="id", limit=1)
        file = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": entry._name, "res_id": entry.id}
        )
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        stream = (
            self.env["club.export"]
            .with_user(self.manager)
            ._export(
                entry._name,
                [{"name": name, "label": name} for name in (a["name"], a["amount"], a["level"], "file_links")],
                domain=[("form_id", "=", self.form.id), (a["amount"], "!=", False)],
                order=f"{a['amount']} asc",
            )
        )
        sheet = openpyxl.load_workbook(io.BytesIO(stream.read())).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        self.assertEqual([row[:3] for row in rows], [["=1+1", 9, "Silver"], ["كيان", 42, "Gold"]])
        self.assertEqual(sheet.cell(2, 1).data_type, "s", "no cell runs")
        self.assertIn(f"/web/content/{file.id}", rows[1][3])
