from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty, plaintext2html
from odoo.tools.mail import html_sanitize

from ..tools import template

# Messages that nobody asked for go to an address that somebody typed. Without a limit a form is a tool to flood a
# stranger's phone.
AUTOMATIC_PER_DAY = 3
DAY = 24 * 3600
# For how long a text message from a customer is taken for the reply to the last one that was sent to him.
REPLY_DAYS = 14
SAME_REPLY = timedelta(minutes=2)


class LoyaltyFormEntry(models.Model):
    """Messages to the sender and his replies, on the thread of the entry (F8, F9, F11)."""

    _inherit = "loyalty.form.entry"

    message_to_sender_ids = fields.One2many("loyalty.form.message", "entry_id", string="Messages to Sender")
    message_to_sender_count = fields.Integer(compute="_compute_message_to_sender_count", string="Number of Messages")
    replied_at = fields.Datetime(string="Last Reply", readonly=True, help="When the sender last wrote back.")

    def _compute_message_to_sender_count(self):
        groups = self.env["loyalty.form.message"]._read_group([("entry_id", "in", self.ids)], ["entry_id"], ["__count"])
        counts = {entry.id: count for entry, count in groups}
        for entry in self:
            entry.message_to_sender_count = counts.get(entry.id, 0)

    # === out === #
    def _address(self, channel):
        """Where the sender can be reached; '' where not. What a member's page knows is as good as what was typed."""
        if channel == "sms":
            return self.phone or self.partner_id.phone_sanitized or ""
        return self.email_normalized or self.partner_id.email_normalized or ""

    def _may_send(self, channel):
        """Whether something automatic may go to the sender: there is an address, he is not blocked, and the address got
        no more than a few today."""
        address = self._address(channel)
        if not address or self.partner_id._is_blocked():
            return False
        Hit = self.env["loyalty.form.hit"]
        if Hit._count(f"receipt:{address}", DAY) > AUTOMATIC_PER_DAY:
            return False
        if Hit._count(f"automatic:{self.form_id.id}", DAY) <= self.form_id.automatic_limit:
            return True
        self._message_log(body=self.env._("Nothing was sent: this form has sent all it may send by itself today."))
        return False

    def _send_message(self, channel, text, subject=None, origin="hand"):
        """Write to the sender.

        :param str channel: sms or email
        :param str text: with ``{{alias}}``: plain for an SMS, HTML for an e-mail
        :param str subject: of the e-mail, with ``{{alias}}``
        :param str origin: see `loyalty.form.message`
        :return: the message
        :raise UserError: there is no address, or the customer is blocked
        """
        message = self.env["loyalty.form.message"].create(self._message_values(channel, text, subject, origin))
        self._deliver(message)
        return message

    def _message_values(self, channel, text, subject=None, origin="hand"):
        """Values of a message with its text filled in."""
        self.ensure_one()
        values = self._template_values()
        if channel == "sms":
            body = plaintext2html(template.render_text(text, values, short=template.SHORT))
        else:
            body = template.render_html(html_sanitize(text or ""), values)
        subject = channel == "email" and template.render_text(subject or self.form_id.name, values, short=200)
        return {
            "entry_id": self.id,
            "channel": channel,
            "origin": origin,
            "address": self._address(channel),
            "subject": subject,
            "body": body,
            "user_id": origin in ("hand", "bulk") and self.env.uid,
        }

    def _deliver(self, message):
        """Hand a message over to Odoo: it appears on the thread, and a reply to it comes back there."""
        self.ensure_one()
        if obstacle := self._obstacle(message.address):
            raise UserError(obstacle)
        if is_html_empty(message.body):
            raise UserError(self.env._("This message is empty."))
        send = self._post_sms if message.channel == "sms" else self._post_email
        posted = send(message, self._author(message))
        message.write({"state": "sent", "failure": False, "mail_message_id": posted.id})
        if message.channel == "email":
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # and not when its hour comes
        if message.origin in ("hand", "bulk"):
            self._answered()

    def _obstacle(self, address):
        """Why nothing can be sent to the sender at this address; None where it can."""
        if not address:
            return self.env._("%s left no address for this message.", self.sender or self.code)
        if self.partner_id._is_blocked():
            return self.env._("%s is blocked.", self.partner_id.name)
        return None

    def _author(self, message):
        """Who the sender sees: the person who wrote, or the shop."""
        partner = message.user_id.partner_id or self.company_id.partner_id
        email_from = partner.email_formatted if message.user_id and partner.email else self.company_id.email_formatted
        return {"author_id": partner.id, "email_from": email_from}

    def _post_sms(self, message, author):
        partner = self.partner_id if self.partner_id.phone_sanitized == message.address else self.partner_id.browse()
        return self._message_sms(
            html2plaintext(message.body),
            partner_ids=partner.ids,
            sms_pid_to_number={partner.id: message.address} if partner else None,
            sms_numbers=None if partner else [message.address],
            put_in_queue=True,
            **author,
        )

    def _post_email(self, message, author):
        return self.with_context(mail_post_autofollow=False).message_post(
            body=template.directed(message.body),
            subject=message.subject,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            outgoing_email_to=message.address,
            email_layout_xmlid="mail.mail_notification_light",
            force_send=message.origin == "hand",
            **author,
        )

    # === in === #
    def _message_post_after_hook(self, message, msg_vals):
        """A mail that comes back on the thread is the sender's reply, and so is a text message: it is posted in the
        customer's name, or in that of the system where nobody has the number."""
        result = super()._message_post_after_hook(message, msg_vals)
        author = message.author_id
        by_sender = author == self.env.ref("base.partner_root") or (
            author == self.partner_id and not author._is_staff()
        )
        if message.message_type == "email" and not author._is_staff():
            self._receive_reply("email", message)
        elif message.message_type == "comment" and by_sender:
            self._receive_reply(self.env.context.get("loyalty_form_reply") or "sms", message)
        return result

    def _receive_reply(self, channel, message):
        """Note a reply of the sender, and open the entry again when it was closed."""
        self.ensure_one()
        replies = self.message_to_sender_ids.filtered(lambda known: known.direction == "in")
        known = replies.sorted("id", reverse=True)[:1]
        if known and known.body == message.body and known.create_date > fields.Datetime.now() - SAME_REPLY:
            return  # a text message lands on the customer too
        self.env["loyalty.form.message"].sudo().create(
            {
                "entry_id": self.id,
                "direction": "in",
                "origin": "sender",
                "channel": channel,
                "address": self._address(channel) or message.email_from,
                "subject": message.subject,
                "body": message.body,
                "mail_message_id": message.id,
            }
        )
        self.sudo().write(
            {"replied_at": fields.Datetime.now(), **({"state": "progress"} if self.state == "done" else {})}
        )
        if channel != "email":  # a mail on the thread tells him who works on the entry
            self.sudo()._notify_users(self.user_id, lambda entry: entry._words_of_reply())

    def _words_of_reply(self):
        sender = self.sender or self.code
        return (
            self.env._("Reply of %s", sender),
            self.env._("%(sender)s wrote back about %(form)s.", sender=sender, form=self.form_id.name),
        )

    def _answered_by_sms(self, partner):
        """The entry to which a text message from a customer replies: the one he last got a text message about."""
        since = fields.Datetime.now() - timedelta(days=REPLY_DAYS)
        domain = [("direction", "=", "out"), ("channel", "=", "sms"), ("create_date", ">=", since)]
        number = partner.phone_sanitized
        return (
            self.env["loyalty.form.message"]
            .sudo()
            .search([*domain, ("state", "=", "sent"), ("address", "=", number)], limit=1)
            .entry_id
            if number
            else self.browse()
        )
