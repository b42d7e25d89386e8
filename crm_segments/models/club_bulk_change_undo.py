import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "crm_segments.crm_segments_group_manager"


class ClubBulkChange(models.Model):
    """Giving customers back what they had before a change (C1)."""

    _inherit = "club.bulk.change"

    stays = fields.Text(string="What Undoing Cannot Take Back", compute="_compute_stays")

    @api.depends("kind")
    def _compute_stays(self):
        for change in self:
            kind = change._kind()
            change.stays = "\n".join(kind._stays()) if kind is not None else False

    def _check_undo_rights(self):
        """:raise AccessError: it is neither his change nor is he a manager"""
        self.ensure_one()
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(MANAGER) or self.create_uid == self.env.user):
            raise AccessError(self.env._("Only a manager, or who did it, undoes it."))

    def action_undo(self):
        """Give the customers back what they had: at once, or in the background when there are many.

        :return: the notification
        """
        self._check_undo_rights()
        if self.state in ("undoing", "undone"):
            raise UserError(self.env._("This was undone already."))
        if self.state == "running":
            raise UserError(self.env._("This is still being done. Stop it first."))
        # the journal is written here only; customers are changed in the rights of who undoes
        change = self.sudo()
        change.write({"state": "undoing", "user_id": self.env.uid, "context": self._kept_context()})
        change._start(change.changed_count)
        if self.state == "undone":
            message = self.env._(
                "Undone for %(count)s of %(all)s customers.", count=self.undone_count, all=self.customer_count
            )
        else:
            message = self.env._("It is being undone in the background.")
        return self.env["res.partner"]._approval_notification(message)

    def _undo_lines(self, lines):
        kind, author = self._behaviour(), self._author()
        readable = self._customers(lines)._filtered_access("write")
        by_id = {partner.id: partner for partner in readable}
        back, kept = {}, []
        for line in lines:
            partner = by_id.get(line.partner_id.id)
            if partner and kind._is_as_changed(author, partner, line.after or {}):
                back.setdefault(json.dumps(line.before or {}, sort_keys=True), []).append((line, partner))
            else:
                kept.append((line, "kept"))
        for before, found in back.items():
            kind._give_back(author, readable.browse(partner.id for _line, partner in found), json.loads(before))
        readable.flush_recordset()
        self._mark([*((line, "undone") for found in back.values() for line, _partner in found), *kept])

    def _finish_undoing(self):
        count = self.line_ids.search_count([("change_id", "=", self.id), ("state", "=", "undone")])
        self.write({"state": "undone", "undone_on": fields.Datetime.now(), "undone_count": count})
