import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from .club_import import WORKING

BATCH = 500


class ClubImport(models.Model):
    """The second half of an import: rows become customers, batch by batch (C19).

    A row is imported whole or not at all. Each batch is a transaction, so that what is done is done when a worker dies,
    and the customers made by one batch are known to the next.
    """

    _inherit = "club.import"

    def action_run(self):
        """Import what was checked, in the background."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("review", "paused"):
            raise UserError(self.env._("This import is in work already."))
        if not self.ready_count:
            raise UserError(self.env._("There is no row to import."))
        self.state = "running"
        self._start_work()
        return True

    def action_stop(self):
        """Stop after the batch at hand. What was imported stays; the rest waits."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            self.state = "paused"
        return True

    def _start_work(self):
        self.env.ref("crm_segments.ir_cron_import").sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Go on with all imports that are being read, run or undone."""
        cron = self.env["ir.cron"]
        working = [("state", "in", WORKING)]
        for record in self.search(working, order="id"):
            record._work(lambda count: not cron._commit_progress(count))
            if not cron._commit_progress(remaining=self.search_count(working)):
                break

    def _work(self, stop_after=None):
        """Do what the state asks for, until it is done or `stop_after` says so.

        :param stop_after: function that is called after each batch with its number of rows, commits, and says whether
            there is no time left
        """
        self.ensure_one()
        locked = SQL("SELECT id FROM club_import WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED", self.id)
        step = {"running": self._run_batch, "undoing": self._undo_batch}
        if self.state == "reading":
            self._read_step(stop_after)
        while self.state in step and self.env.execute_query(locked):
            count = self._repeat(step[self.state])
            if stop_after and stop_after(count):
                break
            self.env["club.import"].invalidate_model(["state"])

    def _run_batch(self):
        """Import the next rows.

        :return: how many rows were looked at
        """
        author = self._as_author()
        rows = self.env["club.import.row"].sudo()
        rows = rows.search([("import_id", "=", self.id), ("state", "=", "ready")], limit=BATCH, order="number")
        if not rows:
            self._finish("done")
            return 0
        keys = self._keys()
        rows = self._first_of_each_key(rows, keys)
        matches = self._lock_and_match(rows, keys)
        known = rows.filtered(lambda row: row.id in matches)
        author._create_customers(rows - known)
        author._update_customers(known, matches)
        # what was made of one batch is not needed for the next
        self.env.flush_all()
        self.env.invalidate_all()
        return len(rows)

    def _as_author(self):
        """The import in the rights, company and language of who started it, without mails and tracking."""
        return (
            self.with_user(self.user_id)
            .with_company(self.company_id)
            .with_context(
                lang=self.user_id.lang,
                tracking_disable=True,
                mail_create_nosubscribe=True,
                mail_notrack=True,
                no_vat_validation=True,
            )
        )

    def _first_of_each_key(self, rows, keys):
        """Rows that speak of the customer of an earlier row wait for the next batch, where he is known."""
        seen, first = set(), []
        for row in rows:
            values = {(target, row.vals[target]) for target in keys if target in row.vals}
            if not values & seen:
                first.append(row.id)
            seen |= values
        return rows.browse(first)

    def _finish(self, state):
        self.state = state
        self.message_post(body=self._result_text())

    def _result_text(self):
        counts = self._row_counts()[0].get(self.id, {})
        labels = dict(self.env["club.import.row"]._fields["state"]._description_selection(self.env))
        return ", ".join(f"{labels[state]}: {count}" for state, count in sorted(counts.items()))

    # --- new customers --------------------------------------------------------------------------------------------

    def _create_customers(self, rows):
        if self.on_new == "skip":
            self._mark([(row, "skipped", None, None) for row in rows])
            return
        ready = []
        for row in rows:
            vals = self._partner_vals(row.vals)
            vals["name"] = vals.get("name") or vals.get("phone") or vals.get("email")
            if vals["name"]:
                ready.append((row, self._new_vals(vals)))
            else:
                self._refuse(row, self.env._("A new customer needs a name, a mobile or an e-mail."))
        self._safely(ready, self._create_all, lambda item, reason: self._refuse(item[0], reason))

    def _new_vals(self, vals):
        vals["is_customer_club"] = True
        if self.group_id:
            vals.setdefault("customer_group_id", self.group_id.id)
        if self.needs_approval:
            vals["customer_status_id"] = self.env["club.customer.status"]._of_kind("pending").id
        return vals

    def _create_all(self, ready):
        partners = self.env["res.partner"].create([vals for _row, vals in ready])
        self._into(partners)
        if self.needs_approval:
            partners._request_approval("import", self.group_id)
        self._mark([(row, "created", partner.id, None) for (row, _vals), partner in zip(ready, partners, strict=True)])

    # --- both -----------------------------------------------------------------------------------------------------

    def _into(self, partners):
        """Put customers where the import wants them. Other add-ons extend this, such as with a club.

        :param partners: res.partner, made or known, in the rights of who imports
        """
        if self.tag_ids:
            partners.write({"category_id": [Command.link(tag_id) for tag_id in self.tag_ids.ids]})
        if self.segment_id:
            self.segment_id.write({"partner_ids": [Command.link(partner_id) for partner_id in partners.ids]})

    def _mark(self, results):
        """Note what became of rows, in one statement.

        :param results: iterable of ``(row, state, partner id or None, what he had before or None)``
        """
        values = [
            (row.id, state, partner_id, json.dumps(before) if before else None)
            for row, state, partner_id, before in results
        ]
        if values:
            self.env.cr.execute_values(
                """UPDATE club_import_row r
                      SET state = v.state, partner_id = v.partner_id::int, before = v.before::jsonb
                     FROM (VALUES %s) v (id, state, partner_id, before) WHERE r.id = v.id""",
                values,
                page_size=len(values),
            )
            self.env["club.import.row"].invalidate_model()

    def _refuse(self, row, reason):
        row.write({"state": "problem", "problem": reason})
