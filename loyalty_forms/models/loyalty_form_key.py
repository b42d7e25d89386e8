from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.text import fold

from ..tools.lookup import lookup_key, value_text
from ..tools.rule_condition import is_empty

# Below this many entries keys are made at once, above it by a job.
AT_ONCE = 2_000
BATCH = 5_000


class LoyaltyFormKey(models.Model):
    """What entries are looked up by: one row for each asked field of each entry, normalised."""

    _name = "loyalty.form.key"
    _description = "Form Look-up Key"
    _log_access = False
    _rec_name = "value"

    field_id = fields.Many2one("loyalty.form.field", required=True, ondelete="cascade")
    entry_id = fields.Many2one("loyalty.form.entry", required=True, ondelete="cascade", index=True)
    value = fields.Char(required=True)

    _look_up = models.UniqueIndex("(field_id, value, entry_id)")

    @api.model
    def _key(self, field, value):
        """The key of a stored value of a field; '' when there is nothing to look up.

        :param field: `loyalty.form.field`
        """
        if is_empty(value):
            return ""
        if field.kind in ("choice", "dropdown", "choices"):
            value = field._display_answer(value)
        return lookup_key(fold(value_text(value)))

    @api.model
    def _asked_fields(self, forms):
        """The fields of forms that some inquiry asks for."""
        asking = self.env["loyalty.form.field"].search([("lookup_field_id.form_id", "in", forms.ids)])
        return asking.lookup_field_id

    @api.model
    def _sync(self, entries):
        """Bring the keys of entries up to date with their answers."""
        asked = self._asked_fields(entries.form_id)
        if asked:
            self._write_keys(asked, entries.ids)

    @api.model
    def _write_keys(self, fields_asked, entry_ids):
        self.env["loyalty.form.entry"].flush_model(["answers", "form_id"])
        cr = self.env.cr
        cr.execute(
            SQL(
                "DELETE FROM loyalty_form_key WHERE field_id = ANY(%s) AND entry_id = ANY(%s)",
                fields_asked.ids,
                list(entry_ids),
            )
        )
        rows = []
        for field in fields_asked:
            stored = self.env.execute_query(
                SQL(
                    "SELECT id, answers -> %s FROM loyalty_form_entry WHERE id = ANY(%s) AND form_id = %s",
                    field.key,
                    list(entry_ids),
                    field.form_id.id,
                )
            )
            rows += [(field.id, entry_id, key) for entry_id, value in stored if (key := self._key(field, value))]
        if rows:
            columns = zip(*rows, strict=True)
            cr.execute(
                SQL(
                    """INSERT INTO loyalty_form_key (field_id, entry_id, value)
                       SELECT * FROM unnest(%s::int[], %s::int[], %s::varchar[]) ON CONFLICT DO NOTHING""",
                    *map(list, columns),
                )
            )
        self.invalidate_model()

    @api.model
    def _rebuild(self, fields_asked):
        """Make the keys of fields that are newly asked: at once where there are few entries, else by the job."""
        fields_asked.write({"keys_done_to": 0})
        for form in fields_asked.form_id:
            count = self.env["loyalty.form.entry"].search_count([("form_id", "=", form.id)], limit=AT_ONCE + 1)
            if count <= AT_ONCE:
                mine = fields_asked.filtered(lambda field, form=form: field.form_id == form)
                while self._rebuild_batch(mine):
                    pass
        self.env.ref("loyalty_forms.loyalty_form_key_cron")._trigger()

    @api.model
    def _rebuild_batch(self, fields_asked):
        """The next entries without keys, of fields of one form.

        :return: how many entries were done
        """
        done_to = min(fields_asked.mapped("keys_done_to"))
        ids = [
            entry_id
            for (entry_id,) in self.env.execute_query(
                SQL(
                    "SELECT id FROM loyalty_form_entry WHERE form_id = %s AND id > %s ORDER BY id LIMIT %s",
                    fields_asked.form_id.id,
                    done_to,
                    BATCH,
                )
            )
        ]
        if ids:
            self._write_keys(fields_asked, ids)
        fields_asked.write({"keys_done_to": ids[-1] if ids else -1})
        return len(ids)

    @api.model
    def _cron_rebuild(self):
        """Go on with keys that are not made yet, a batch a transaction, and drop those that nobody asks for."""
        asking = self.env["loyalty.form.field"].search([("lookup_field_id", "!=", False)])
        waiting = asking.lookup_field_id.filtered(lambda field: field.keys_done_to >= 0)
        for form in waiting.form_id:
            mine = waiting.filtered(lambda field, form=form: field.form_id == form)
            while done := self._rebuild_batch(mine):
                if not self.env["ir.cron"]._commit_progress(done, remaining=done):
                    return
        self.env.execute_query(
            SQL(
                """DELETE FROM loyalty_form_key WHERE field_id NOT IN (
                       SELECT lookup_field_id FROM loyalty_form_field WHERE lookup_field_id IS NOT NULL)
                   RETURNING 1"""
            )
        )
