from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    form_entry_ids = fields.One2many(
        "loyalty.form.entry", "partner_id", string="Entries of Forms", domain=[("state", "!=", "spam")]
    )

    def _message_post_after_hook(self, message, msg_vals):
        """A text message from a customer lies on his own thread. When it replies to an answer to one of his entries,
        the entry is told, also where the gateway could not say which message it answers."""
        result = super()._message_post_after_hook(message, msg_vals)
        if message.author_id == self and message.message_type in ("comment", "sms") and not self._is_staff():
            entry = self.env["loyalty.form.entry"].sudo()._answered_by_sms(self)
            if entry:
                entry._receive_reply("sms", message)
        return result

    def _is_staff(self):
        """Whether somebody who works here: what he writes is no customer's reply."""
        return any(not user.share for user in self.sudo().user_ids)
