from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    form_entry_ids = fields.One2many(
        "loyalty.form.entry", "partner_id", string="Entries of Forms", domain=[("state", "!=", "spam")]
    )

    def _message_post_after_hook(self, message, msg_vals):
        """A text message from a customer lies on his own thread. When it replies to an answer to one of his entries, it
        belongs there too."""
        result = super()._message_post_after_hook(message, msg_vals)
        if message.author_id == self and message.message_type in ("comment", "sms") and not self.user_ids:
            entry = self.env["loyalty.form.entry"].sudo()._answered_by_sms(self)
            if entry:
                entry._receive_reply("sms", message)
                entry._message_log(body=message.body, author_id=self.id)
        return result
