from odoo import models
from odoo.tools import html2plaintext

from ..tools import template

# Receipts go to an address that somebody typed. Without a limit a form is a tool to flood a stranger's phone.
RECEIPTS_PER_DAY = 3
DAY = 24 * 3600


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    def _send_receipts(self):
        """Send the sender his receipts, by Odoo's own SMS and e-mail, in the language that he read the form in."""
        form = self.form_id
        if form.receipt_sms and form.receipt_sms_text and self.phone and self._may_send(self.phone):
            self._send_receipt_sms()
        if (
            form.receipt_email
            and form.receipt_email_text
            and self.email_normalized
            and self._may_send(self.email_normalized)
        ):
            self._send_receipt_email()

    def _may_send(self, destination):
        key = f"receipt:{destination}"
        return self.env["loyalty.form.hit"]._count(key, DAY) <= RECEIPTS_PER_DAY

    def _send_receipt_sms(self):
        body = template.render_text(self.form_id.receipt_sms_text, self._template_values(), short=template.SHORT)
        self.env["sms.sms"].create(
            {
                "number": self.phone,
                "body": body,
                "partner_id": self.partner_id.id,
                "mail_message_id": self._log_receipt(body).id,
            }
        )

    def _send_receipt_email(self):
        values = self._template_values()
        body = template.render_html(self.form_id.receipt_email_text, values)
        subject = template.render_text(self.form_id.receipt_email_subject or self.form_id.name, values, short=200)
        self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": body,
                "email_to": self.email_normalized,
                "email_from": self.company_id.email_formatted,
                "auto_delete": True,
            }
        )
        self._log_receipt(html2plaintext(body))

    def _log_receipt(self, body):
        return self._message_log(body=self.env._("Receipt sent: %s", body))
