from odoo import models


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    def _send_receipts(self):
        """Send the sender his receipts, by Odoo's own SMS and e-mail, in the language that he read the form in."""
        form = self.form_id
        if form.receipt_sms and form.receipt_sms_text and self._may_send("sms"):
            self._send_message("sms", form.receipt_sms_text, origin="receipt")
        if form.receipt_email and form.receipt_email_text and self._may_send("email"):
            self._send_message("email", form.receipt_email_text, subject=form.receipt_email_subject, origin="receipt")
