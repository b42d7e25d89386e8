import datetime
import io
import json

import openpyxl
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_segments.models import club_export_job

from .common import CustomersCase

COLUMNS = [{"name": "complete_name", "label": "Name"}, {"name": "phone"}, {"name": "date_added", "label": "Added"}]


class ExportCase(CustomersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exporter = new_test_user(
            cls.env, "club_exporter", "crm_segments.crm_segments_group_user,base.group_allow_export"
        )

    def _sheet(self, columns=COLUMNS, user=None, lang="en_US", model="res.partner", **options):
        export = self.env["club.export"].with_user(user or self.exporter).with_context(lang=lang, tz="UTC")
        with export._export(model, columns, **options) as stream:
            return openpyxl.load_workbook(stream).active


@tagged("post_install", "-at_install")
class TestExport(ExportCase):
    # C20

    def test_what_is_filtered_and_sorted(self):
        people = self._customer("Ziba", city="Ray") + self._customer("Arash", city="Ray")
        sheet = self._sheet(domain=[("city", "=", "Ray")], order="complete_name ASC")
        rows = list(sheet.values)
        self.assertEqual(rows[0][0], "Name")
        self.assertEqual([row[0] for row in rows[1:]], ["Arash", "Ziba"])
        sheet = self._sheet(ids=people[0].ids)
        self.assertEqual([row[0] for row in list(sheet.values)[1:]], ["Ziba"])

    def test_a_cell_never_runs(self):
        hostile = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            '=HYPERLINK("http://x")',
            "http://example.com",
            "\x01\x0b",
            "a" * 40000,
        ]
        partners = self.env["res.partner"]
        for name in hostile:
            partners += self._customer(name)
        sheet = self._sheet([{"name": "name", "label": "=1+1"}], ids=partners.ids, order="id")
        for cell in sheet["A"]:
            self.assertEqual(cell.data_type, "s")
            self.assertFalse(cell.hyperlink)
        self.assertEqual(sheet["A1"].value, "=1+1")

    def test_persian_reader_gets_right_to_left_and_jalali_dates(self):
        # X1
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["res.lang"].search([("code", "=", "fa_IR")]).direction = "rtl"
        partner = self._customer("Sara", birthday="1991-06-22")
        partner.date_added = datetime.datetime(2026, 11, 23, 10, 30)
        columns = [{"name": "birthday"}, {"name": "date_added"}]
        sheet = self._sheet(columns, lang="fa_IR", ids=partner.ids)
        self.assertTrue(sheet.sheet_view.rightToLeft)
        self.assertEqual(list(sheet.values)[1], ("1370/04/01", "1405/09/02 10:30"))
        sheet = self._sheet(columns, ids=partner.ids)
        self.assertFalse(sheet.sheet_view.rightToLeft)
        self.assertEqual(sheet["A2"].value, datetime.datetime(1991, 6, 22))

    def test_values_of_all_types(self):
        partner = self._customer("Sara")
        partner.customer_group_ids = self.env["club.customer.group"].create([{"name": "A"}, {"name": "B"}])
        columns = [
            {"name": "is_company"},
            {"name": "customer_group_id"},
            {"name": "customer_group_ids"},
            {"name": "customer_status_kind"},
            {"name": "color"},
            {"name": "email"},
        ]
        row = list(self._sheet(columns, ids=partner.ids).values)[1]
        self.assertEqual(row, ("No", "General", "A, B", "Active", 0, None))

    def test_custom_fields(self):
        # C6
        definition = (
            self.env["properties.base.definition"]
            .sudo()
            ._get_definition_for_property_field("res.partner", "properties")
        )
        definition.properties_definition = [
            {"name": "size", "string": "Size", "type": "selection", "selection": [["s", "Small"], ["l", "Large"]]},
            {"name": "visits", "string": "Visits", "type": "integer"},
        ]
        partner = self._customer("Sara")
        partner.properties = {"size": "l", "visits": 7}
        columns = [{"name": "properties.size", "label": "Size"}, {"name": "properties.visits"}]
        self.assertEqual(list(self._sheet(columns, ids=partner.ids).values)[1], ("Large", 7))

    def test_more_than_one_batch(self):
        self.env["res.partner"].create([{"name": f"P{number}", "ref": "batch"} for number in range(2100)])
        sheet = self._sheet([{"name": "name"}], domain=[("ref", "=", "batch")], order="id")
        names = [row[0] for row in sheet.values][1:]
        self.assertEqual(len(names), 2100)
        self.assertEqual((names[0], names[-1]), ("P0", "P2099"))

    def test_rights(self):
        partner = self._customer("Sara")
        with self.assertRaises(AccessError):
            self._sheet(user=self.user)  # may not export
        for user in (self._portal_user(partner), self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self._sheet(user=user)
        with self.assertRaises(AccessError):
            self._sheet([{"name": "key"}], model="ir.config_parameter")
        with self.assertRaises(UserError):
            self._sheet([{"name": "signup_type"}])  # a field of administrators
        theirs = self._customer("Theirs", company_id=self.env["res.company"].create({"name": "Second"}).id)
        self.assertEqual(len(list(self._sheet(ids=theirs.ids).values)), 1, "only the heading")

    def test_nonsense_is_refused(self):
        for columns in (
            [],
            None,
            [{"name": "id; DROP TABLE x"}],
            [{"name": "parent_id.name"}],
            [{}],
            [{"name": "name"}] * 201,
        ):
            with self.assertRaises(UserError):
                self._sheet(columns)
        with self.assertRaises(UserError):
            self._sheet(order="name; DROP TABLE res_partner")


@tagged("post_install", "-at_install")
class TestExportRoute(HttpCase, ExportCase):
    def _post(self, **params):
        from odoo.http import Request

        data = {"model": "res.partner", "columns": COLUMNS, "title": "Customers / July", **params}
        return self.url_open(
            "/club/export/xlsx", data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        )

    def test_download(self):
        partner = self._customer("Sara")
        self.authenticate("club_exporter", "club_exporter")
        response = self._post(ids=partner.ids)
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(list(sheet.values)[1][0], "Sara")

    @mute_logger("odoo.http")
    def test_refused(self):
        self.authenticate("club_user", "club_user")
        self.assertEqual(self._post().status_code, 403)
        self.authenticate("club_exporter", "club_exporter")
        for data in ("", "[]", "{}", "null", '{"model": "x"}', '{"model": "res.partner", "columns": [1]}'):
            response = self.url_open(
                "/club/export/xlsx",
                data={"data": data, "csrf_token": __import__("odoo.http").http.Request.csrf_token(self)},
            )
            self.assertIn(response.status_code, (400, 422), data)

    def test_visitors_are_sent_to_the_login(self):
        self.authenticate(None, None)
        response = self.url_open("/club/export/xlsx", data={"data": "{}"}, allow_redirects=False)
        self.assertNotEqual(response.status_code, 200)


@tagged("post_install", "-at_install")
class TestLargeExport(ExportCase):
    """A long list is written in the background, with the rights of who asked, and only he fetches it (C20)."""

    def setUp(self):
        super().setUp()
        self.patch(club_export_job, "AT_ONCE", 2)
        self.people = (
            self._customer("Ali", ref="long") + self._customer("Sara", ref="long") + self._customer("Reza", ref="long")
        )

    def _ask(self, domain=(("ref", "=", "long"),), user=None, **values):
        jobs = self.env["club.export.job"].with_user(user or self.exporter)
        return jobs.request_file("res.partner", [{"name": "name"}], domain=list(domain), order="name", **values)

    def test_short_lists_are_fetched_at_once(self):
        self.assertFalse(self._ask(ids=self.people[0].ids))
        self.assertFalse(self.env["club.export.job"].search([]))

    def test_a_long_list(self):
        self.assertIn("being written", self._ask(title="Customers"))
        job = self.env["club.export.job"].search([])
        job._write_file()
        self.assertEqual((job.state, job.name), ("done", "Customers.xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(job.attachment_id.raw)).active
        self.assertEqual([row[0] for row in sheet.values], ["Name", "Ali", "Reza", "Sara"])
        self.assertEqual(job.size, len(job.attachment_id.raw))
        message = self.env["mail.message"].search([("model", "=", job._name), ("res_id", "=", job.id)], limit=1)
        self.assertEqual(message.partner_ids, self.exporter.partner_id)
        self.assertIn(f"/web/content/{job.attachment_id.id}", message.body)
        self.assertIn("download", job.with_user(self.exporter).action_download()["url"])

    def test_nobody_else_fetches_it(self):
        # X2
        self._ask()
        job = self.env["club.export.job"].search([])
        job._write_file()
        other = new_test_user(self.env, "other_exporter", "crm_segments.crm_segments_group_manager")
        with self.assertRaises(AccessError):
            job.with_user(other).read(["name"])
        with self.assertRaises(AccessError):
            job.attachment_id.with_user(other).read(["raw"])
        with self.assertRaises(AccessError):
            self._ask(user=self.user)

    def test_rights_lost_meanwhile(self):
        self._ask()
        self.exporter.group_ids -= self.env.ref("base.group_allow_export")
        job = self.env["club.export.job"].search([])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            job._write_file()
        job._fail(AccessError("You are not allowed to export records."))
        self.assertEqual(job.state, "failed")
        with self.assertRaisesRegex(UserError, "not allowed"):
            job.action_download()

    def test_a_file_that_the_server_stopped_keeps_nobody_waiting(self):
        for _number in range(2):
            self._ask()
        killed, behind = self.env["club.export.job"].search([], order="id")
        killed.tries = club_export_job.TRIES  # as a process that is killed leaves it
        with self.enter_registry_test_mode():
            self.env.ref("crm_segments.ir_cron_export").method_direct_trigger()
        self.assertEqual((killed.state, behind.state), ("failed", "done"))
        self.assertIn("too long", killed.error)
        self.assertEqual(behind.tries, 1)

    def test_a_failed_file_is_tried_again(self):
        self._ask()
        job = self.env["club.export.job"].search([])
        with self.assertRaises(UserError):
            job.with_user(self.exporter).action_retry()
        job.tries = club_export_job.TRIES
        job._fail(UserError("Stopped"))
        other = new_test_user(self.env, "other_exporter", "crm_segments.crm_segments_group_manager")
        with self.assertRaises(AccessError):
            job.with_user(other).action_retry()
        job.with_user(self.exporter).action_retry()
        self.assertEqual((job.state, job.error), ("waiting", False))
        with self.enter_registry_test_mode():
            self.env.ref("crm_segments.ir_cron_export").method_direct_trigger()
        self.assertEqual(job.state, "done")

    def test_the_queue_is_bounded(self):
        for _number in range(club_export_job.WAITING):
            self._ask()
        with self.assertRaises(UserError):
            self._ask()

    def test_files_go_after_a_week(self):
        self._ask()
        job = self.env["club.export.job"].search([])
        job._write_file()
        attachment = job.attachment_id
        with freeze_time(fields.Datetime.now() + datetime.timedelta(days=8)):
            self.env["club.export.job"]._gc_files()
        self.assertFalse(job.exists() or attachment.exists())

    def test_a_path_over_links(self):
        group = self.env["club.customer.group"].create({"name": "Far"})
        self.people[0].customer_group_id = group
        columns = [{"name": "customer_group_id/name"}, {"name": "commercial_partner_id/customer_group_id/name"}]
        self.assertEqual(list(self._sheet(columns, ids=self.people[0].ids).values)[1], ("Far", "Far"))
        with self.assertRaises(UserError):
            self._sheet([{"name": "user_ids/login"}])
