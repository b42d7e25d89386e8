from odoo import fields, models


class LoyaltyFormEntry(models.Model):
    """What the buttons of an entry open."""

    _inherit = "loyalty.form.entry"

    file_count = fields.Integer(compute="_compute_files")
    file_links = fields.Char(
        compute="_compute_files", string="Files", help="Addresses of the files, for those who may read the entry."
    )

    def _compute_files(self):
        """Two columns of one search, whatever the number of entries."""
        files = self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        base = self.browse().get_base_url()
        for entry in self:
            mine = files.filtered(lambda file, entry=entry: file.res_id == entry.id)
            entry.file_count = len(mine)
            entry.file_links = "\n".join(f"{base}/web/content/{file.id}?download=true" for file in mine)

    def action_reply(self):
        """Answer the senders of these entries."""
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_reply_action")
        return {**action, "context": {"active_ids": self.ids, "active_model": self._name}}

    def action_view_messages(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_message_action")
        return {**action, "domain": [("entry_id", "=", self.id)]}

    def action_view_files(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Files"),
            "res_model": "ir.attachment",
            "views": [(False, "kanban"), (False, "list"), (False, "form")],
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"create": False},
        }
