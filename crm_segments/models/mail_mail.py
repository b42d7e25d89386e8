from odoo import api, models
from odoo.fields import Domain
from odoo.tools.mail import email_normalize_all


class MailMail(models.Model):
    """No e-mail leaves for a blocked customer, whichever app wrote it, but for what he must get by law (C3)."""

    _inherit = "mail.mail"

    @api.model
    def _club_transactional_models(self):
        """The documents that are sent to blocked customers too: what he owes, paid, ordered and gets delivered.

        :rtype: set
        """
        return {"account.move", "account.payment", "sale.order", "stock.picking", "pos.order"}

    def _send(self, *args, **kwargs):
        stopped = self._stop_for_blocked()
        return super(MailMail, self - stopped)._send(*args, **kwargs)

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Of a mail to several, only those who are not blocked get it."""
        emails = super()._prepare_outgoing_list(*args, **kwargs)
        if self.model in self._club_transactional_models():
            return emails
        partners, addresses = self._blocked_recipients()
        return [
            email
            for email in emails
            if not (email.get("partner_id") and email["partner_id"] in partners)
            and not (email["email_to_normalized"] and set(email["email_to_normalized"]) <= addresses)
        ]

    def _stop_for_blocked(self):
        """Cancel the mails that would reach nobody but blocked customers.

        :return: the cancelled ones
        """
        mails = self.filtered(
            lambda mail: mail.state == "outgoing" and mail.model not in self._club_transactional_models()
        )
        partners, addresses = mails._blocked_recipients()
        if not partners and not addresses:
            return self.browse()
        stopped = mails.filtered(lambda mail: mail._reaches_only(partners, addresses))
        if stopped:
            reason = self.env._("The customer is blocked.")
            stopped.write({"state": "cancel", "failure_type": "mail_bl", "failure_reason": reason})
            # of the senders' messages, too: he sees why nothing went out
            self.env["mail.notification"].sudo().search([("mail_mail_id", "in", stopped.ids)]).write(
                {"notification_status": "canceled", "failure_type": "mail_bl", "failure_reason": reason}
            )
            stopped.mailing_trace_ids.write({"trace_status": "cancel", "failure_type": "mail_bl"})
        return stopped

    def _addresses(self):
        self.ensure_one()
        return set(email_normalize_all(self.email_to or ""))

    def _reaches_only(self, partners, addresses):
        own = self._addresses()
        return bool(own or self.recipient_ids) and own <= addresses and set(self.recipient_ids._origin) <= set(partners)

    def _blocked_recipients(self):
        """Who of the recipients is blocked, in one query for all mails.

        :return: res.partner, and the set of normalised addresses without partner
        """
        addresses = set().union(*(mail._addresses() for mail in self)) if self else set()
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        found = Partner.search(
            Partner._blocked_domain()
            & (Domain("id", "in", self.recipient_ids.ids) | Domain("email_normalized", "in", list(addresses)))
        )
        return found & self.recipient_ids.sudo(), set(found.mapped("email_normalized")) & addresses
