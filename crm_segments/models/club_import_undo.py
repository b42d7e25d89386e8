from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .club_import import WORKING

BATCH = 500
KEEP_DAYS = 180


class ClubImport(models.Model):
    """Taking an import back (C19): who was made by it goes, who was changed gets back what he had.

    What somebody did since is not lost by it: a customer who has orders by now is archived instead of deleted, and a
    value that was changed after the import stays.
    """

    _inherit = "club.import"

    def action_undo(self):
        """Take back what this import did, in the background."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("done", "paused"):
            raise UserError(self.env._("Only an import that is finished or stopped can be undone."))
        if not self.done_count:
            raise UserError(self.env._("Nothing was imported that could be undone."))
        self.state = "undoing"
        self._start_work()
        return True

    def _undo_batch(self):
        rows = self.env["club.import.row"].sudo()
        rows = rows.search(
            [("import_id", "=", self.id), ("state", "in", ("created", "updated"))], limit=BATCH, order="number desc"
        )
        if not rows:
            self._finish("undone")
            return 0
        author = self._as_author()
        created = [row for row in rows if row.state == "created" and row.partner_id.exists()]
        author._safely(created, author._delete_all, author._archive)
        for row in rows - rows.browse(row.id for row in created):
            partner = author.env["res.partner"].browse(row.partner_id.id).exists()
            kept = row.state == "updated" and partner and author._undo_updated(partner, row.before or {})
            row.write({"state": "kept" if kept else "undone", "problem": kept})
        self.env.flush_all()
        self.env.invalidate_all()
        return len(rows)

    def _delete_all(self, rows):
        partners = self.env["res.partner"].browse(row.partner_id.id for row in rows)
        # the right to the import is the right to take it back; users may not delete contacts otherwise
        partners.sudo().unlink()
        self._mark([(row, "undone", None, None) for row in rows])

    def _archive(self, row, _reason):
        """Somebody whom documents speak of by now cannot be deleted."""
        self.env["res.partner"].browse(row.partner_id.id).active = False
        reason = self.env._("The customer has documents by now, so he was archived instead of deleted.")
        row.write({"state": "kept", "problem": reason})

    def _undo_updated(self, partner, before):
        """Put back each value that is still as the import wrote it.

        :return: what was not put back, in words, or False
        """
        vals, kept = {}, []
        for name, (old, written) in before.items():
            if name not in partner._fields:
                continue
            current = self._plain_value(partner, name)
            if partner._fields[name].type == "many2many":
                vals[name] = [Command.unlink(record_id) for record_id in written]
            elif name == "properties":
                vals[name] = {key: old[key] for key, value in written.items() if current.get(key) == value}
            elif current == written:
                vals[name] = old
            else:
                kept.append(partner._fields[name]._description_string(self.env))
        partner.write(vals)
        if kept:
            return self.env._("Changed since the import, so left as it is: %s", ", ".join(kept))
        return False

    @api.autovacuum
    def _gc_rows(self):
        """What the files said is personal: it is kept as long as somebody may want to undo, and no longer."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        old = self.search(
            [("write_date", "<", limit), ("state", "not in", WORKING), ("row_ids", "!=", False)], limit=100
        )
        old.row_ids.unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_field", "=", "file"), ("res_id", "in", old.ids)]
        ).unlink()
        return len(old), 0
