import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

_logger = logging.getLogger(__name__)

BATCH = 100


class LoyaltyFormMessage(models.Model):
    """What was written to the sender of an entry, and what he replied. The texts themselves travel as Odoo's own
    messages on the thread of the entry; this is the list of them, and the queue of those to be sent in bulk."""

    _name = "loyalty.form.message"
    _description = "Form Message"
    _order = "id desc"
    _rec_name = "subject"

    entry_id = fields.Many2one("loyalty.form.entry", required=True, ondelete="cascade", index=True)
    form_id = fields.Many2one(related="entry_id.form_id", store=True, index=True)
    company_id = fields.Many2one(related="entry_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="entry_id.partner_id")
    direction = fields.Selection([("out", "Sent"), ("in", "Received")], required=True, default="out")
    channel = fields.Selection([("email", "E-mail"), ("sms", "SMS"), ("web", "Web page")], required=True)
    origin = fields.Selection(
        [
            ("receipt", "Receipt"),
            ("rule", "By rule"),
            ("hand", "By hand"),
            ("bulk", "In bulk"),
            ("sender", "By the sender"),
        ],
        required=True,
        default="hand",
    )
    address = fields.Char(string="Number or Address")
    subject = fields.Char()
    body = fields.Html(sanitize=True)
    preview = fields.Char(compute="_compute_preview", string="Text")
    user_id = fields.Many2one("res.users", string="By")
    mail_message_id = fields.Many2one("mail.message", ondelete="set null", index="btree_not_null")
    state = fields.Selection(
        [("queued", "Waiting"), ("sent", "Handed over"), ("failed", "Failed")],
        required=True,
        default="sent",
        index=True,
    )
    failure = fields.Char()
    delivery = fields.Char(compute="_compute_delivery")

    def _compute_preview(self):
        for message in self:
            message.preview = html2plaintext(message.body or "")[:120]

    def _compute_delivery(self):
        for message in self:
            statuses = message.mail_message_id.sudo().notification_ids.mapped("notification_status")
            labels = dict(self.env["mail.notification"]._fields["notification_status"]._description_selection(self.env))
            message.delivery = labels.get(statuses[0]) if statuses else False

    def action_open_entry(self):
        self.ensure_one()
        return self.entry_id.get_formview_action()

    def action_send_again(self):
        """Put those that failed into the queue once more, to the address that is known by now."""
        failed = self.filtered(lambda message: message.state == "failed")
        for message in failed.filtered(lambda message: not message.address):
            message.address = message.entry_id._address(message.channel)
        failed.write({"state": "queued", "failure": False})
        self._wake()

    @api.model
    def _wake(self):
        self.env.ref("loyalty_forms.loyalty_form_message_cron")._trigger()

    @api.model
    def _cron_send(self):
        """Send what waits, a batch a transaction: after a crash the job goes on with those that were not sent."""
        Cron = self.env["ir.cron"]
        while messages := self.search([("state", "=", "queued")], order="id", limit=BATCH).try_lock_for_update():
            for message in messages:
                message._send_safely()
            if not Cron._commit_progress(len(messages), remaining=self.search_count([("state", "=", "queued")])):
                break

    def _send_safely(self):
        """One that cannot be sent says why and does not keep the others waiting."""
        try:
            with self.env.cr.savepoint():
                self.entry_id._deliver(self)
        except UserError as error:
            self.write({"state": "failed", "failure": str(error)})
        except Exception as error:
            _logger.warning("Message %s of a form could not be sent", self.id, exc_info=True)
            self.write({"state": "failed", "failure": type(error).__name__})
