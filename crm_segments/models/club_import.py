import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..tools import sheet_reader
from ..tools.import_headings import guess_targets, heading_key
from ..tools.sheet_reader import SheetError, as_text

_lt = LazyTranslate(__name__)

WORKING = ("reading", "running", "undoing")
SAMPLES = 5
FILE_PROBLEMS = {
    "empty": _lt("The file is empty."),
    "size": _lt("The file is larger than %(detail)s MB. Split it into several."),
    "bomb": _lt(
        "The file unpacks to far more than a list of customers needs. Save it again from Excel as .xlsx or .csv."
    ),
    "macros": _lt("The file carries macros, which are not let in. Save it from Excel as .xlsx without macros."),
    "format": _lt("This is no Excel file (.xlsx, .xls) and no text table (.csv), or it is damaged."),
    "encoding": _lt("The letters of the file cannot be read. Save it as “CSV UTF-8”."),
    "rows": _lt("The sheet has more than %(detail)s rows. Split it into several files."),
    "sheet": _lt("The file has no sheet “%(detail)s”."),
}


class ClubImport(models.Model):
    """A list of customers from Excel or a text table, taken in step by step (C19).

    The sheet is read into rows of its own first; what each cell means and what is wrong with it is known before any
    customer is touched. Then rows become customers in batches, each committed: an import can be stopped, goes on after
    a restart, and can be undone.
    """

    _name = "club.import"
    _description = "Customer Import"
    _inherit = ["mail.thread", "club.batch.mixin"]
    _order = "id desc"

    name = fields.Char(string="File Name", required=True, default=lambda self: self.env._("Customers"))
    file = fields.Binary(required=True, attachment=True, help="Excel (.xlsx, .xls) or text (.csv), up to 50 MB.")
    user_id = fields.Many2one(
        "res.users", string="Imported By", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Columns"),
            ("reading", "Checking"),
            ("review", "Checked"),
            ("running", "Importing"),
            ("paused", "Stopped"),
            ("done", "Imported"),
            ("undoing", "Being Undone"),
            ("undone", "Undone"),
        ],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    error = fields.Text(readonly=True, copy=False)

    # What the sheet is
    sheet = fields.Char(help="The sheet of the file that holds the list.")
    sheets = fields.Json(readonly=True)
    heading_row = fields.Integer(
        string="Heading in Row", help="The row of the sheet that carries the headings; the rows below it are imported."
    )
    column_ids = fields.One2many("club.import.column", "import_id", string="Columns")
    row_ids = fields.One2many("club.import.row", "import_id", string="Rows")

    # What is done with it
    on_match = fields.Selection(
        [
            ("update", "Overwrite with what the file says"),
            ("fill", "Fill in only what is empty"),
            ("skip", "Leave as he is"),
        ],
        string="Known Customers",
        required=True,
        default="fill",
    )
    on_new = fields.Selection(
        [("create", "Create"), ("skip", "Leave out")], string="New Customers", required=True, default="create"
    )
    needs_approval = fields.Boolean(
        string="Approve First", help="New customers wait in the approval queue until a manager has looked at them."
    )
    group_id = fields.Many2one(
        "club.customer.group", string="Into the Group", help="The default group of new customers."
    )
    tag_ids = fields.Many2many(
        "res.partner.category", string="With the Tags", help="Added to all of them, known or new."
    )
    segment_id = fields.Many2one(
        "club.segment", string="Into the Segment", domain="[('kind', '=', 'static')]", help="A segment by hand."
    )

    # --- the file -------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            record._read_head()
        return records

    def write(self, vals):
        if "file" in vals and any(record.state != "draft" for record in self):
            raise UserError(self.env._("The rows of this file are in work already. Start a new import."))
        result = super().write(vals)
        # what is written together with the names of the sheets was just read from the file
        if "sheets" not in vals and {"file", "sheet", "heading_row"} & vals.keys():
            for record in self.filtered(lambda record: record.state == "draft"):
                record._read_head(new_sheet="heading_row" not in vals)
        return result

    def _content(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def _file_error(self, error):
        """:return: UserError in the words of the user"""
        return UserError(str(FILE_PROBLEMS[error.code]) % {"detail": error.detail})

    def _read_head(self, new_sheet=True):
        """Look at the first rows: which sheets there are, where the headings stand, what each column may be.

        :raise UserError: the file is not read
        """
        content = self._content()
        try:
            names = [name for name in sheet_reader.sheet_names(content) if name]
            sheet = self.sheet if self.sheet in names else (names[0] if names else False)
            rows = []
            for row in sheet_reader.read_rows(content, sheet):
                rows.append(row)
                if len(rows) >= max(sheet_reader.HEADING_ROWS, self.heading_row + SAMPLES):
                    break
        except SheetError as error:
            raise self._file_error(error) from error
        number = sheet_reader.find_headings(rows) if new_sheet else self.heading_row
        headings = next((values for found, values in rows if found == number), None)
        if headings is None:
            raise UserError(self.env._("Row %s of the sheet is empty: there are no headings.", number))
        samples = [values for found, values in rows if found > number][:SAMPLES]
        self.write({"sheets": names, "sheet": sheet, "heading_row": number, "error": False})
        self._make_columns(headings, samples)

    def _make_columns(self, headings, samples):
        headings = [as_text(heading) for heading in headings]
        width = max([len(headings), *map(len, samples)])
        headings += [""] * (width - len(headings))
        columns = [[row[place] if place < len(row) else None for row in samples] for place in range(width)]
        Target = self.env["club.import.target"]
        targets = Target._targets()
        guesses = guess_targets(headings, Target._labels(), columns, self._remembered(headings, targets))
        self.column_ids.unlink()
        self.env["club.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "place": place,
                    "heading": heading[:200],
                    "samples": " · ".join(as_text(value)[:40] for value in columns[place] if value is not None)[:200],
                    "target": guesses[place] if guesses[place] in targets else False,
                    "is_key": bool(targets.get(guesses[place], {}).get("key")),
                }
                for place, heading in enumerate(headings)
            ]
        )

    def _remembered(self, headings, targets):
        """What was chosen for these headings the last time."""
        keys = [heading_key(heading) for heading in headings]
        known = self.env["club.import.heading"].search([("company_id", "=", self.company_id.id), ("key", "in", keys)])
        return {item.key: item.target for item in known if not item.target or item.target in targets}

    def _remember(self):
        Heading = self.env["club.import.heading"]
        for column in self.column_ids.filtered("heading"):
            key = heading_key(column.heading)
            known = Heading.search([("company_id", "=", self.company_id.id), ("key", "=", key)], limit=1)
            if known:
                known.target = column.target
            elif key:
                Heading.create({"company_id": self.company_id.id, "key": key, "target": column.target})

    def copy_data(self, default=None):
        """A copy takes the file and the choices, and reads it anew."""
        return [{**vals, "sheet": False} for vals in super().copy_data(default)]
