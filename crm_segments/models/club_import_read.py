import json

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import sheet_reader
from ..tools.import_values import CellError
from ..tools.sheet_reader import SheetError, as_text

READ_BATCH = 5000
PREVIEW_ROWS = 12


class ClubImport(models.Model):
    """The first half of an import: every row of the sheet is read and checked, and nothing else is touched (C19)."""

    _inherit = "club.import"

    row_count = fields.Integer(string="Number of Rows", compute="_compute_counts")
    ready_count = fields.Integer(string="To Import", compute="_compute_counts")
    problem_count = fields.Integer(string="Not Importable", compute="_compute_counts")
    done_count = fields.Integer(string="Imported", compute="_compute_counts")
    known_count = fields.Integer(string="Known Customers Among Them", compute="_compute_counts")
    outlook = fields.Char(compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="Share of the rows that are done, in per cent.")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    def _compute_counts(self):
        counts, known = self._row_counts()
        for record in self:
            states = counts.get(record.id, {})
            record.row_count = sum(states.values())
            record.ready_count = states.get("ready", 0)
            record.problem_count = states.get("problem", 0)
            record.done_count = sum(states.get(state, 0) for state in ("created", "updated", "same"))
            record.known_count = known.get(record.id, 0)
            record.outlook = self.env._(
                "Rows that can be imported: %(ready)s. Of customers that you know already: %(known)s."
                " Nothing has been changed so far.",
                ready=record.ready_count,
                known=record.known_count,
            )
            record.progress = record._share_done(states)

    def _share_done(self, states):
        """:return: per cent of the rows that the work at hand is done with"""
        waiting = ("created", "updated") if self.state == "undoing" else ("ready",)
        finished = ("undone", "kept") if self.state == "undoing" else set(states) - {"ready"}
        todo = sum(states.get(state, 0) for state in waiting)
        done = sum(states.get(state, 0) for state in finished)
        return 100 * done / max(todo + done, 1)

    def _row_counts(self):
        """Rows by state, and how many of those to import are of customers that are known, in one statement."""
        counts, known = {}, {}
        if self.ids:
            self.env["club.import.row"].flush_model()
            for import_id, state, count, matched in self.env.execute_query(
                SQL(
                    """SELECT import_id, state, count(*), count(partner_id) FROM club_import_row
                        WHERE import_id = ANY(%s) GROUP BY import_id, state""",
                    list(self.ids),
                )
            ):
                counts.setdefault(import_id, {})[state] = count
                if state == "ready":
                    known[import_id] = matched
        return counts, known

    def _problem_counts(self):
        """:return: ``{(import id, place of the column): rows with a problem there}``"""
        if not self.ids:
            return {}
        self.env["club.import.row"].flush_model()
        return {
            (import_id, int(place)): count
            for import_id, place, count in self.env.execute_query(
                SQL(
                    """SELECT import_id, key, count(*) FROM club_import_row, jsonb_object_keys(problems) key
                        WHERE import_id = ANY(%s) AND state = 'problem' AND key ~ '^[0-9]+$' GROUP BY import_id, key""",
                    list(self.ids),
                )
            )
        }

    def action_check(self):
        """Read the whole sheet and say what is wrong with it."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("draft", "review"):
            raise UserError(self.env._("This import is in work already."))
        if not self.column_ids.filtered("target"):
            raise UserError(self.env._("Choose for at least one column what it fills."))
        if not self.column_ids.filtered(lambda column: column.target and column.is_key) and self.on_match != "skip":
            self.message_post(body=self.env._("No column finds known customers: each row will be a new one."))
        self._remember()
        self.row_ids.sudo().unlink()
        self.state = "reading"
        self._start_work()
        return True

    def action_columns(self):
        """Back to the columns; what was read is dropped."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "review":
            raise UserError(self.env._("This import is in work already."))
        self.row_ids.sudo().unlink()
        self.state = "draft"
        return True

    def _read_step(self, stop_after=None):
        """Read the rows below the headings, in batches that are committed; goes on where a killed one stopped.

        :param stop_after: function that takes the number of rows of a batch and says whether to stop
        """
        columns, readers = self._readers()
        last = self.env.execute_query(
            SQL("SELECT COALESCE(max(number), 0) FROM club_import_row WHERE import_id = %s", self.id)
        )[0][0]
        batch = []
        try:
            for number, values in sheet_reader.read_rows(self._content(), self.sheet or None):
                if number <= max(self.heading_row, last):
                    continue
                batch.append(self._read_row(number, values, columns, readers))
                if len(batch) >= READ_BATCH:
                    self._store_rows(batch)
                    if stop_after and stop_after(len(batch)):
                        return
                    batch = []
        except SheetError as error:
            self.row_ids.sudo().unlink()
            self.write({"state": "draft", "error": str(self._file_error(error))})
            return
        self._store_rows(batch)
        self._match_rows()
        self.state = "review"

    def _readers(self):
        """:return: ``([(place, target, label)], {target: reader})``, in the rights and the company of who imports"""
        Target = self.env["club.import.target"].with_user(self.user_id).with_company(self.company_id)
        targets = Target._targets()
        columns = [
            (column.place, column.target, column.heading) for column in self.column_ids if column.target in targets
        ]
        return columns, Target._readers({target: targets[target] for _place, target, _heading in columns})

    def _read_row(self, number, values, columns, readers):
        vals, problems = {}, {}
        for place, target, _heading in columns:
            cell = values[place] if place < len(values) else None
            if cell is None:
                continue
            try:
                value = readers[target](cell)
            except CellError as error:
                problems[place] = self.env["club.import.target"]._problem(error)
            else:
                if value is not None:
                    vals[target] = value
        if not vals and not problems:
            problems["row"] = self.env._("The row is empty in all columns that are imported.")
        labels = {place: heading for place, _target, heading in columns}
        text = "\n".join(
            f"{labels[place]}: {message}" if labels.get(place) else message for place, message in problems.items()
        )
        cells = [as_text(value)[:500] for value in values]
        return (
            self.id,
            number,
            " · ".join(cell for cell in cells[:4] if cell)[:120],
            "problem" if problems else "ready",
            text or None,
            json.dumps(problems) if problems else None,
            json.dumps(cells),
            json.dumps(vals),
        )

    def _store_rows(self, rows):
        if rows:
            self.env.cr.execute_values(
                """INSERT INTO club_import_row
                   (import_id, number, summary, state, problem, problems, cells, vals) VALUES %s""",
                rows,
                page_size=1000,
            )
            self.env["club.import.row"].invalidate_model()

    def _compute_preview(self):
        """The first rows as they stand in the file, those with a problem first, and what is wrong with each cell."""
        for record in self:
            rows = self.env["club.import.row"]
            if record.state != "draft":
                wrong = rows.search([("import_id", "=", record.id), ("state", "=", "problem")], limit=PREVIEW_ROWS // 2)
                ready = rows.search(
                    [("import_id", "=", record.id), ("state", "!=", "problem")], limit=PREVIEW_ROWS - len(wrong)
                )
                rows = wrong + ready
            labels = dict(self.env["club.import.column"]._selection_target())
            record.preview = rows and self.env["ir.qweb"]._render(
                "crm_segments.club_import_preview",
                {"columns": record.column_ids.filtered("target"), "labels": labels, "rows": rows},
            )
