import logging
import tempfile
from itertools import count

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import get_lang

from ..tools.excel import write_book

_logger = logging.getLogger(__name__)
_cursors = count()

BATCH = 2000


class ClubExport(models.AbstractModel):
    """Excel files of any list, in the rights of who asks (C20).

    Records are found by one statement and fetched in batches from a cursor of the database, and written as they come,
    so memory does not grow with their number. Texts are written as texts: no cell can run as a formula.
    """

    _name = "club.export"
    _description = "Excel Export"

    @api.model
    def _export(self, model, columns, domain=(), order=None, ids=None, title=None):
        """Write the records into an Excel file.

        :param str model: whose records
        :param list columns: see `_check_columns`
        :param domain: what the list filters by
        :param str order: how the list is sorted
        :param list ids: only these records, if given
        :param str title: name of the sheet
        :return: an open temporary file, at its beginning; the caller closes it
        :raise AccessError: the user may not export, or not read these records or fields
        """
        Model, domain, columns = self._check_export(model, columns, domain, ids)
        lang = get_lang(self.env)
        output = tempfile.TemporaryFile()  # noqa: SIM115  # the caller reads and closes it
        try:
            written = write_book(
                output,
                title or Model._description,
                [column["label"] for column in columns],
                self._rows(Model, domain, order, columns),
                right_to_left=lang.direction == "rtl",
                jalali=lang.code.startswith("fa"),
            )
        except BaseException:
            output.close()
            raise
        _logger.info("User %s exported %s records of %s to Excel", self.env.uid, written, model)
        output.seek(0)
        return output

    def _check_export(self, model, columns, domain=(), ids=None):
        """What is asked, checked in the rights of the user.

        :return: ``(model, domain, columns)``
        """
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("You are not allowed to export records."))
        Model = self.env[model]
        Model.check_access("read")
        columns = self._check_columns(Model, columns)
        if ids:
            domain = [("id", "in", [int(record_id) for record_id in ids])]
            Model = Model.with_context(active_test=False)
        return Model, Domain(domain), columns

    def _rows(self, Model, domain, order, columns):
        """The rows of the file, one after the other.

        :return: iterator of lists of values
        """
        direct = [column for column in columns if self._in_table(Model, column)]
        others = [column for column in columns if column not in direct]
        formatters = dict(zip(map(id, direct), self._formatters(Model, direct), strict=True))
        for batch in self._fetch(self._statement(Model, domain, order, direct)):
            records = Model.browse(row[0] for row in batch)
            if others:
                records.fetch({column["path"][0] for column in others if not column["property"]})
            for record, row in zip(records, batch, strict=True):
                yield self._row(record, iter(row[1:]), columns, formatters)
            # what was read of a batch is forgotten, else a million rows stay in memory
            self.env.invalidate_all(flush=False)

    def _row(self, record, values, columns, formatters):
        cells = []
        for column in columns:
            show = formatters.get(id(column))
            if show is None:
                cells.append(self._read_column(record, column))
            elif column["property"]:
                cells.append(show(next(values), next(values)))
            else:
                cells.append(show(next(values)))
        return cells

    def _fetch(self, statement):
        """Batches of rows from a cursor in the database."""
        self.env.flush_all()
        cursor = SQL.identifier(f"club_export_{next(_cursors)}")
        self.env.cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, statement))
        fetch = SQL("FETCH %s FROM %s", BATCH, cursor)
        while batch := self.env.execute_query(fetch):
            yield batch
        self.env.cr.execute(SQL("CLOSE %s", cursor))
