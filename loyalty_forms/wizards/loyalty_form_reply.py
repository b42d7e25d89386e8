from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty, plaintext2html

CHUNK = 500


class LoyaltyFormReply(models.TransientModel):
    """Write to the sender of an entry, or to the senders of many."""

    _name = "loyalty.form.reply"
    _description = "Answer Senders"

    entry_ids = fields.Many2many("loyalty.form.entry", required=True)
    entry_count = fields.Integer(compute="_compute_reach")
    reach_count = fields.Integer(compute="_compute_reach")
    unreached = fields.Char(compute="_compute_reach")
    form_ids = fields.Many2many("loyalty.form", compute="_compute_form_ids")
    saved_answer_id = fields.Many2one("loyalty.form.saved.answer", string="Ready Answer")
    channel = fields.Selection([("email", "E-mail"), ("sms", "SMS")], required=True, default="sms")
    subject = fields.Char()
    text = fields.Html(string="E-mail Text")
    sms_text = fields.Text(string="SMS Text")
    names = fields.Char(compute="_compute_names", string="Answers You Can Use")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    close = fields.Boolean(string="Done With It", help="The entries are closed after the answer.")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        ids = self.env.context.get("active_ids") or []
        entries = self.env["loyalty.form.entry"].browse(ids).exists().filtered(lambda entry: entry.state != "spam")
        if "entry_ids" in fields_list and "entry_ids" not in values:
            values["entry_ids"] = [fields.Command.set(entries.ids)]
        if len(entries) == 1 and not entries._address("sms"):
            values["channel"] = "email"
        return values

    @api.depends("entry_ids")
    def _compute_form_ids(self):
        for wizard in self:
            wizard.form_ids = wizard.entry_ids.form_id

    @api.onchange("saved_answer_id")
    def _onchange_saved_answer_id(self):
        """Its texts are put in to be changed; what it does not say stays as it was written."""
        answer = self.saved_answer_id
        if answer:
            self.subject = answer.subject or self.subject
            self.sms_text = answer.sms_text or self.sms_text
            if not is_html_empty(answer.text):
                self.text = answer.text
            elif answer.sms_text:  # written once, it serves for both
                self.text = plaintext2html(answer.sms_text)
            if self.channel == "sms" and not answer.sms_text and not is_html_empty(answer.text):
                self.channel = "email"

    @api.depends("entry_ids", "channel")
    def _compute_reach(self):
        for wizard in self:
            reached = wizard._reached()
            missing = wizard.entry_ids._origin - reached
            wizard.entry_count = len(wizard.entry_ids)
            wizard.reach_count = len(reached)
            wizard.unreached = " ".join(entry._obstacle(entry._address(wizard.channel)) for entry in missing[:5])

    @api.depends("entry_ids")
    def _compute_names(self):
        for wizard in self:
            forms = wizard.entry_ids.form_id
            shared = set.intersection(*(form._text_names() for form in forms)) if forms else set()
            wizard.names = "  ".join(f"{{{{{name}}}}}" for name in sorted(shared))

    @api.depends("entry_ids", "channel", "text", "sms_text", "subject")
    def _compute_preview(self):
        for wizard in self:
            entry = wizard.entry_ids[:1]
            text = wizard.sms_text if wizard.channel == "sms" else wizard.text
            wizard.preview = (
                entry._origin._message_values(wizard.channel, text, wizard.subject)["body"] if entry and text else False
            )

    def _reached(self):
        """The entries whose senders can be written to."""
        return self.entry_ids._origin.filtered(lambda entry: not entry._obstacle(entry._address(self.channel)))

    def action_send(self):
        """Send one at once; many are put into the queue, so that nobody waits and nothing is sent twice."""
        self.ensure_one()
        text = self.sms_text if self.channel == "sms" else self.text
        if is_html_empty(text) or not html2plaintext(text).strip():
            raise UserError(self.env._("Write a text first."))
        entries = self._reached()
        entries.check_access("write")
        if not entries:
            raise UserError(self.env._("None of these senders can be reached this way."))
        if self.close:
            entries.action_done()
        if len(self.entry_ids) == 1:
            entries._send_message(self.channel, text, subject=self.subject)
            return self._told()
        return self._queue(text).get_formview_action()

    def action_save_answer(self):
        """Keep what is written for the next time, and go on."""
        self.ensure_one()
        words = html2plaintext((self.sms_text if self.channel == "sms" else self.text) or "").split()
        if not words:
            raise UserError(self.env._("Write a text first."))
        name = (self.channel == "email" and self.subject) or " ".join(words[:6])
        self.saved_answer_id = self.env["loyalty.form.saved.answer"].create(
            {"name": name, "subject": self.subject, "text": self.text, "sms_text": self.sms_text}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Answer"),
        }

    def _queue(self, text):
        """Let the queue send it, and note those who cannot be reached with the reason.

        :return: the batch, to see how far it is
        """
        batch = self.env["loyalty.form.answer.batch"].create({"name": ", ".join(self.form_ids.mapped("name"))})
        Message, entries = self.env["loyalty.form.message"], self.entry_ids
        for start in range(0, len(entries), CHUNK):
            Message.create([self._queued_values(entry, text, batch) for entry in entries[start : start + CHUNK]])
        Message._wake()
        return batch

    def _queued_values(self, entry, text, batch):
        values = entry._message_values(self.channel, text, self.subject, "bulk")
        obstacle = entry._obstacle(values["address"])
        return {**values, "batch_id": batch.id, "state": "failed" if obstacle else "queued", "failure": obstacle}

    def _told(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Sent."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
