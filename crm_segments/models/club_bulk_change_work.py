import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from . import club_bulk_change
from .club_bulk_change import WORKING

BATCH = 200


class ClubBulkChange(models.Model):
    """How a change is carried out: few customers at once, many in batches, each a transaction (C1)."""

    _inherit = "club.bulk.change"

    def _start(self, count):
        """Begin what the state says: now when there are few customers, else in the background.

        :raise UserError: it cannot be done; of many customers those with whom it cannot are noted instead
        """
        if count > club_bulk_change.AT_ONCE:
            self.env.ref("crm_segments.ir_cron_bulk_change").sudo()._trigger()
            return
        step = {"running": self._change_lines, "undoing": self._undo_lines}[self.state]
        while lines := self._next_lines():
            step(lines)
        self._finish()

    @api.model
    def _cron_work(self):
        """Go on with what is being done or undone. A process that was stopped in between goes on where it was."""
        cron = self.env["ir.cron"]
        working = [("state", "in", WORKING)]
        for change in self.search(working, order="id"):
            change._work(lambda count: not cron._commit_progress(count))
            if not cron._commit_progress(remaining=self.search_count(working)):
                break

    def _work(self, stop_after):
        """Do batch after batch, until it is done or `stop_after` says so.

        :param stop_after: function called after each batch with its number of customers; commits, and says whether
            there is no time left
        """
        locked = SQL("SELECT id FROM club_bulk_change WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED", self.id)
        while self.state in WORKING and self.env.execute_query(locked):
            if stop_after(self._repeat(self._batch)):
                break
            self.invalidate_recordset(["state"])

    def _batch(self):
        """:return: how many customers it was done with"""
        lines = self._next_lines()
        if not lines:
            self._finish()
            return 0
        step = {"running": self._change_lines, "undoing": self._undo_lines}[self.state]
        self._safely(list(lines), step, self._refuse)
        # what was read of one batch is not needed for the next
        self.env.flush_all()
        self.env.invalidate_all()
        return len(lines)

    def _next_lines(self):
        wanted = "waiting" if self.state == "running" else "changed"
        return self.line_ids.search([("change_id", "=", self.id), ("state", "=", wanted)], limit=BATCH, order="id")

    def _author(self):
        """The change in the rights, companies and language of who asked for it."""
        return self.with_user(self.user_id).with_context(**(self.context or {}))

    def _behaviour(self):
        """The kind, in the rights of who asked for it.

        :raise UserError: its add-on was removed
        """
        kind = self._author()._kind()
        if kind is None:
            raise UserError(self.env._("The add-on that did this is no longer installed."))
        return kind

    def _customers(self, lines):
        """The customers of lines, archived ones too, in the rights of who asked."""
        ids = [line.partner_id.id for line in lines]
        return self._author().env["res.partner"].with_context(active_test=False).browse(ids).exists()

    def _change_lines(self, lines):
        kind, author = self._behaviour(), self._author()
        customers = self._customers(lines)
        record = self._chosen(kind)
        affected = customers.search(Domain("id", "in", customers.ids) & kind._affected(record))
        before = kind._snapshot(affected)
        if affected:
            kind._change(author, affected)
            affected.flush_recordset()
        after = kind._snapshot(affected)
        self._mark(
            (line, "changed", before[key], after[key]) if (key := line.partner_id.id) in before else (line, "same")
            for line in lines
        )

    def _chosen(self, kind):
        """What the change gives: the group, status, tag or segment; None when there is nothing to choose.

        :raise UserError: it was deleted meanwhile
        """
        if not self.value:
            return None
        model = self.env["club.bulk.action"]._fields[kind._needs].comodel_name if kind._needs else "club.segment"
        record = self._author().env[model].browse(self.value).exists()
        if not record:
            raise UserError(self.env._("What the customers should get was deleted meanwhile."))
        return record

    def _mark(self, results):
        """Note what became of lines, in one statement.

        :param results: iterable of ``(line, state)`` or ``(line, state, before, after)``
        """
        values = [
            (line.id, state, json.dumps(rest[0]) if rest else None, json.dumps(rest[1]) if rest else None)
            for line, state, *rest in results
        ]
        if values:
            self.env.cr.execute_values(
                """UPDATE club_bulk_change_line l
                      SET state = v.state, before = coalesce(v.before::jsonb, l.before),
                          after = coalesce(v.after::jsonb, l.after)
                     FROM (VALUES %s) v (id, state, before, after) WHERE l.id = v.id""",
                values,
                page_size=len(values),
            )
            self.env["club.bulk.change.line"].invalidate_model()

    def _refuse(self, line, reason):
        line.write({"state": "problem" if self.state == "running" else "kept", "problem": reason})

    def _finish(self):
        if self.state == "running":
            self.state = "done"
        else:
            self._finish_undoing()

    def action_stop(self):
        """Stop after the batch at hand. What was done stays, and can be undone; the rest waits."""
        self._check_undo_rights()
        if self.state == "running":
            self.sudo().state = "paused"
        return True

    def action_go_on(self):
        """Do the rest."""
        self._check_undo_rights()
        if self.state != "paused":
            raise UserError(self.env._("This change is in work already."))
        change = self.sudo()
        change.state = "running"
        change._start(change.customer_count)
        return True
