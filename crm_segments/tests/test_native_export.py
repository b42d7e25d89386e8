import io
import json
from unittest.mock import patch

import openpyxl

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_segments.models import club_export_job, club_export_native

from .test_club_export import ExportCase


@tagged("post_install", "-at_install")
class TestNativeExport(HttpCase, ExportCase):
    """Odoo's own export, where the list is long, is ours (C20)."""

    def setUp(self):
        super().setUp()
        self.patch(club_export_native, "STREAM_FROM", 2)
        tag = self.env["res.partner.category"].create([{"name": "Reader"}, {"name": "Writer"}])
        for name in ("Ali", "Reza", "Sara"):
            self._customer(name, ref="native", category_id=[(6, 0, tag.ids)], customer_status_id=False)
        self.authenticate("club_exporter", "club_exporter")
        self.columns = [
            {"name": ".id", "label": "ID", "type": "integer"},
            {"name": "complete_name", "label": "Name", "type": "char"},
            {"name": "customer_group_id", "label": "Group", "type": "many2one"},
            {"name": "customer_group_id/name", "label": "Group/Name", "type": "char"},
            {"name": "date_added", "label": "Added", "type": "datetime"},
        ]

    def _params(self, **values):
        base = {
            "model": "res.partner",
            "fields": self.columns,
            "ids": False,
            "domain": [["ref", "=", "native"]],
            "import_compat": False,
            "groupby": [],
            "context": {"tz": "UTC"},
        }
        return {**base, **values}

    def _post(self, **values):
        data = {"data": json.dumps(self._params(**values)), "csrf_token": Request.csrf_token(self)}
        response = self.url_open("/web/export/xlsx", data=data)
        self.assertEqual(response.status_code, 200, response.text[:500])
        return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)

    def _streamed(self, **values):
        found = self.env["club.export"].with_user(self.exporter)._from_native(self._params(**values))
        return found is not None

    def test_the_file_is_the_same_whoever_writes_it(self):
        streamed = self._post()
        with patch.object(models.BaseModel, "export_data", side_effect=AssertionError):
            self.assertEqual(self._post(), streamed, "without Odoo's writer")
        self.patch(club_export_native, "STREAM_FROM", 1000)
        heading, *native = self._post()
        self.assertEqual(streamed, [heading, *((int(row[0]), *row[1:]) for row in native)], "Odoo writes ids as texts")
        self.assertEqual([row[1] for row in native], ["Ali", "Reza", "Sara"])

    def test_what_only_odoo_can_write_is_left_to_it(self):
        self.assertTrue(self._streamed())
        self.assertFalse(self._streamed(import_compat=True))
        self.assertFalse(self._streamed(groupby=["customer_group_id"]))
        self.assertFalse(self._streamed(fields=[{"name": "id", "label": "External ID"}]))
        self.assertFalse(self._streamed(fields=[{"name": "child_ids/name", "label": "Contacts"}]))
        self.assertFalse(self._streamed(model="mail.message", fields=[{"name": "body", "label": "Body"}]))
        self.assertFalse(self._streamed(model="no.such.model"))
        self.assertEqual(len(self._post(groupby=["customer_group_id"])), 5, "heading, group, three")

    def test_tags_are_rows_until_there_are_too_many(self):
        columns = [{"name": "name", "label": "Name"}, {"name": "category_id", "label": "Tags"}]
        self.assertEqual(len(self._post(fields=columns)), 7, "as Odoo writes them: a row for each tag")
        self.patch(club_export_native, "AT_ONCE", 2)
        self.assertEqual(self._post(fields=columns)[1], ("Ali", "Reader, Writer"))

    def test_a_very_long_list_is_sent_as_a_link(self):
        jobs = self.env["club.export.job"].with_user(self.exporter)
        self.assertFalse(jobs.request_native(self._params()))
        self.patch(club_export_job, "AT_ONCE", 2)
        self.assertIn("being written", jobs.request_native(self._params()))
        job = jobs.sudo().search([])
        job._write_file()
        rows = list(openpyxl.load_workbook(io.BytesIO(job.attachment_id.raw)).active.values)
        self.assertEqual([row[1] for row in rows], ["Name", "Ali", "Reza", "Sara"])
        with self.assertRaises(UserError):
            jobs.request_native({"model": "res.partner", "fields": [1]})

    def test_from_the_dialog_itself(self):
        self._customer("Exported")
        self.patch(club_export_job, "AT_ONCE", 1)
        self.start_tour("/odoo/club-customers", "crm_segments.native_export_tour", login="club_exporter")
        job = self.env["club.export.job"].search([])
        self.assertEqual((job.user_id, job.model, job.state), (self.exporter, "res.partner", "waiting"))
        job._write_file()
        rows = list(openpyxl.load_workbook(io.BytesIO(job.attachment_id.raw)).active.values)
        self.assertIn("Exported", [row[0] for row in rows])

    def test_other_models_too(self):
        names = [{"name": "name", "label": "Name"}]
        countries = self._post(model="res.country", fields=names, domain=[["code", "in", ["IR", "FR", "DE"]]])
        self.assertEqual([row[0] for row in countries], ["Name", "France", "Germany", "Iran"])

    def test_rights(self):
        # X2
        with self.assertRaises(AccessError):
            self.env["club.export.job"].with_user(self.user).request_native(self._params())
