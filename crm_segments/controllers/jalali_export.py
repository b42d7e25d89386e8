"""Odoo's own Excel export: long lists are streamed, and dates are Jalali text for Persian users, except in files that
are to be imported again."""

import datetime
import json

from odoo.http import request
from odoo.tools import osutil

from odoo.addons.web.controllers.export import ExcelExport

from ..models.format_date import shows_jalali
from ..tools.excel import jalali_text
from .export import excel_response


class JalaliExcelExport(ExcelExport):
    def base(self, data):
        """Override of `web`: a long list is written as it is read, in constant memory (C20)."""
        params = json.loads(data)
        stream = request.env["club.export"]._stream_native(params)
        if stream is None:
            return super().base(data)
        return excel_response(stream, osutil.clean_filename(self.filename(params["model"])))

    def from_data(self, fields, columns_headers, rows):
        """Override of `web`."""
        if self._writes_jalali():
            rows = self._with_jalali_dates(rows)
        return super().from_data(fields, columns_headers, rows)

    def from_group_data(self, fields, columns_headers, groups):
        """Override of `web`."""
        if self._writes_jalali():
            self._make_jalali(groups)
        return super().from_group_data(fields, columns_headers, groups)

    def _make_jalali(self, node):
        """Rewrite the cells of a group and of those within it; the totals, kept on the node, are worked out first."""
        totals = node.aggregated_values
        for child in node.children.values():
            self._make_jalali(child)
        node.data = self._with_jalali_dates(node.data)
        totals.update(zip(totals, *self._with_jalali_dates([totals.values()]), strict=True))

    def _writes_jalali(self):
        data = json.loads(request.params.get("data") or "{}")
        return not data.get("import_compat") and shows_jalali(request.env)

    def _with_jalali_dates(self, rows):
        return [[jalali_text(cell) if isinstance(cell, datetime.date) else cell for cell in row] for row in rows]
