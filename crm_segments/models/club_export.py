import logging
import tempfile

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.misc import get_lang

from ..tools.excel import MAX_ROWS, jalali_text, text_cell

_logger = logging.getLogger(__name__)

BATCH = 2000
MAX_COLUMNS = 200
NUMBERS = ("integer", "float", "monetary")


class ClubExport(models.AbstractModel):
    """Excel files of any list, in the rights of who asks (C20).

    Rows are read in batches and written as they come, so memory does not grow with their number. Texts are written as
    texts: no cell can run as a formula or becomes a link.
    """

    _name = "club.export"
    _description = "Excel Export"

    @api.model
    def _export(self, model, columns, domain=(), order=None, ids=None, title=None):
        """Write the records into an Excel file.

        :param str model: whose records
        :param list columns: dicts with ``name`` (``field`` or ``properties.custom_field``) and ``label``
        :param domain: what the list filters by
        :param str order: how the list is sorted
        :param list ids: only these records, if given
        :param str title: name of the sheet
        :return: an open temporary file, at its beginning; the caller closes it
        :raise AccessError: the user may not export, or not read these records or fields
        """
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("You are not allowed to export records."))
        Model = self.env[model]
        Model.check_access("read")
        columns = self._check_columns(Model, columns)
        if ids:
            domain = Domain("id", "in", [int(record_id) for record_id in ids])
            Model = Model.with_context(active_test=False)
        record_ids = Model.search(Domain(domain), order=order or None).ids
        _logger.info("User %s exports %s records of %s to Excel", self.env.uid, len(record_ids), model)
        output = tempfile.TemporaryFile()  # noqa: SIM115  # the caller reads and closes it
        try:
            self._write_book(output, Model, columns, record_ids, title or Model._description)
        except BaseException:
            output.close()
            raise
        output.seek(0)
        return output

    def _check_columns(self, Model, columns):
        """The columns with their fields.

        :return: list of dicts with name, label, field (of the model) and type
        """
        if not isinstance(columns, list) or not 0 < len(columns) <= MAX_COLUMNS:
            raise UserError(self.env._("Choose between 1 and %s columns.", MAX_COLUMNS))
        readable = Model.fields_get(attributes=["type", "string", "selection"])
        checked = []
        for column in columns:
            name = str(column.get("name"))
            field_name, _dot, property_name = name.partition(".")
            info = readable.get(field_name)
            if not info or bool(property_name) != (info["type"] == "properties") or info["type"] == "binary":
                raise UserError(self.env._("The column “%s” cannot be exported.", name[:80]))
            checked.append(
                {
                    "name": name,
                    "label": str(column.get("label") or info["string"])[:200],
                    "field": field_name,
                    "property": property_name,
                    "type": info["type"],
                    "selection": dict(info.get("selection") or []),
                }
            )
        return checked

    def _write_book(self, output, Model, columns, record_ids, title):
        lang = get_lang(self.env)
        book = xlsxwriter.Workbook(
            output,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": True,
            },
        )
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E9ECEF", "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
            "jalali": lang.code.startswith("fa"),
        }
        name = text_cell(title).translate({ord(char): " " for char in "[]:*?/\\'"})[:25].strip() or "Sheet"
        for part in range(max(1, -(-len(record_ids) // MAX_ROWS))):
            sheet = book.add_worksheet(f"{name} {part + 1}" if part else name)
            if lang.direction == "rtl":
                sheet.right_to_left()
            sheet.freeze_panes(1, 0)
            for number, column in enumerate(columns):
                sheet.set_column(number, number, max(12, min(40, len(column["label"]) + 4)))
            for number, column in enumerate(columns):
                sheet.write_string(0, number, text_cell(column["label"]), formats["head"])
            rows = record_ids[part * MAX_ROWS : (part + 1) * MAX_ROWS]
            self._write_rows(sheet, Model, columns, rows, formats)
            if rows:
                sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        book.close()

    def _write_rows(self, sheet, Model, columns, record_ids, formats):
        names = list(dict.fromkeys(column["field"] for column in columns))
        row = 0
        for start in range(0, len(record_ids), BATCH):
            records = Model.browse(record_ids[start : start + BATCH])
            properties = self._read_properties(records, columns)
            records.fetch([name for name in names if Model._fields[name].type != "properties"])
            for record in records:
                row += 1
                for number, column in enumerate(columns):
                    value = self._value(record, column, properties)
                    self._write_cell(sheet, row, number, value, formats)
            # what was read of a batch is forgotten, else a million rows stay in memory
            self.env.invalidate_all(flush=False)

    def _read_properties(self, records, columns):
        """Custom fields with their names for people, by record and field."""
        names = {column["field"] for column in columns if column["property"]}
        result = {}
        for values in records.read(list(names)) if names else []:
            for name in names:
                result[values["id"], name] = {item["name"]: item for item in values[name] or []}
        return result

    def _value(self, record, column, properties):
        """What a cell shows: a number, a date, or a text."""
        if column["property"]:
            return self._property_value(properties.get((record.id, column["field"]), {}).get(column["property"]))
        value = record[column["field"]]
        kind = column["type"]
        if kind in ("many2one", "reference"):
            return value.display_name if value else None
        if kind in ("many2many", "one2many"):
            return ", ".join(value.mapped("display_name"))
        if kind == "selection":
            return column["selection"].get(value, value) or None
        return self._plain(value, kind)

    def _property_value(self, item):
        if not item or item.get("value") in (None, False, []) and item.get("type") != "boolean":
            return None
        value, kind = item.get("value"), item["type"]
        if kind == "selection":
            return dict(item.get("selection") or []).get(value, value)
        if kind == "tags":
            labels = {tag[0]: tag[1] for tag in item.get("tags") or []}
            return ", ".join(labels.get(tag, tag) for tag in value)
        if kind == "many2one":
            return value[1]
        if kind == "many2many":
            return ", ".join(name for _id, name in value)
        if kind in ("date", "datetime") and isinstance(value, str):
            value = fields.Date.to_date(value) if kind == "date" else fields.Datetime.to_datetime(value)
        return self._plain(value, kind)

    def _plain(self, value, kind):
        if kind == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if kind in NUMBERS:
            return value
        if not value:
            return None
        if kind == "datetime":
            return fields.Datetime.context_timestamp(self, value).replace(tzinfo=None)
        return value

    def _write_cell(self, sheet, row, number, value, formats):
        if value is None or value == "":
            return
        if hasattr(value, "year"):
            if formats["jalali"]:
                sheet.write_string(row, number, jalali_text(value))
            else:
                sheet.write_datetime(row, number, value, formats["datetime" if hasattr(value, "hour") else "date"])
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, number, value)
        else:
            sheet.write_string(row, number, text_cell(value))
