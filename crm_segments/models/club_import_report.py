import base64
import io

import xlsxwriter

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import get_lang

from ..tools.excel import text_cell

BATCH = 2000


class ClubImport(models.Model):
    """What could not be imported, as a sheet to mend and import again: the rows as they were, with the reason (C19)."""

    _inherit = "club.import"

    def action_problems(self):
        """Download the rows that were not imported."""
        self.ensure_one()
        self.check_access("read")
        if not self.problem_count:
            raise UserError(self.env._("There is no row that could not be imported."))
        attachment = self.env["ir.attachment"].create(
            {
                "name": self.env._("Not imported - %s", f"{(self.name or '').rsplit('.', 1)[0]}.xlsx"),
                "res_model": self._name,
                "res_id": self.id,
                "datas": base64.b64encode(self._problem_book()),
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=1", "target": "download"}

    def action_rows(self):
        """All rows with what became of them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.club_import_row_action")
        return {
            **action,
            "domain": [("import_id", "=", self.id)],
            "context": self.env.context.get("rows_context") or {},
        }

    def action_customers(self):
        """The customers that were made or changed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        domain = [
            ("import_row_ids", "any", [("import_id", "=", self.id), ("state", "in", ("created", "updated", "same"))])
        ]
        return {**action, "domain": domain, "context": {}}

    def _problem_book(self):
        """:return: bytes of an Excel file"""
        output = io.BytesIO()
        book = xlsxwriter.Workbook(
            output, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        head = book.add_format({"bold": True, "bg_color": "#E9ECEF", "bottom": 1})
        wrong = book.add_format({"bg_color": "#F8D7DA"})
        sheet = book.add_worksheet()
        if get_lang(self.env).direction == "rtl":
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        headings = [self.env._("What is wrong"), self.env._("Row"), *self.column_ids.mapped("heading")]
        sheet.set_column(0, 0, 50)
        sheet.set_column(2, len(headings), 18)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, text_cell(heading or ""), head)
        rows = self.env["club.import.row"].search(
            [("import_id", "=", self.id), ("state", "=", "problem")], order="number"
        )
        for number, row in enumerate(rows, start=1):
            sheet.write_string(number, 0, text_cell(row.problem or ""))
            sheet.write_number(number, 1, row.number)
            for place, cell in enumerate(row.cells or []):
                style = wrong if str(place) in (row.problems or {}) else None
                sheet.write_string(number, place + 2, text_cell(cell), style)
            if number % BATCH == 0:
                rows.invalidate_recordset()
        book.close()
        return output.getvalue()
