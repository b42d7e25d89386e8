from odoo import models
from odoo.tools import email_normalize


class ResPartner(models.Model):
    """What a customer chooses himself about advertising (S6)."""

    _inherit = "res.partner"

    def _advertising_channels(self):
        """By which channels the customer gets advertising.

        :return: dict with ``sms`` and ``email``: True, False, or None when he has no such address
        """
        self.ensure_one()
        partner = self.sudo()
        company = partner.company_id or self.env.company
        number, email = partner.phone_sanitized, email_normalize(partner.email or "")
        listed = self.env["phone.blacklist"].sudo().search_count([("number", "=", number)]) if number else 0
        out = number and (company.id, number) in self.env["loyalty.sms.consent"].sudo()._opted_out(company, [number])
        return {
            "sms": not (listed or out) if number else None,
            "email": not self.env["mail.blacklist"].sudo().search_count([("email", "=", email)]) if email else None,
        }

    def _is_sms_locked(self):
        """Whether only an SMS can opt this number in again: it was opted out by somebody else, or who knows by whom.
        A customer may write any number into his account, and must not undo the wish of its owner."""
        self.ensure_one()
        consents = self.env["loyalty.sms.consent"].sudo()
        number = self.sudo().phone_sanitized
        last = consents.search([("number", "=", number)], limit=1) if number else consents
        return last.kind == "out" and last.partner_id != self

    def _advertising_history(self, limit=10):
        """What the customer said himself, and what he was sent last: for his own page, so only what is his.

        :return: dict with ``consents`` and ``messages``
        """
        self.ensure_one()
        company = self.sudo().company_id or self.env.company
        own = [("partner_id", "=", self.id), ("company_id", "=", company.id)]
        sent = [("state", "in", ("accepted", "delivered")), ("purpose", "!=", "code")]  # codes are secrets
        return {
            "consents": self.env["loyalty.sms.consent"].sudo().search(own, limit=limit),
            "messages": self.env["loyalty.sms.message"].sudo().search(own + sent, limit=limit),
        }

    def _set_advertising(self, sms, email, address=""):
        """Take in what the customer himself chooses on his page. Only what differs is noted.

        :param bool sms: whether he wants advertising by SMS
        :param bool email: the same by e-mail
        :param str address: IP address that he came from, for the proof
        """
        self.ensure_one()
        now = self._advertising_channels()
        partner = self.sudo()
        proof = self.env._("Chosen on his own page, from %s", address or "?")
        if now["sms"] is not None and now["sms"] != sms and not (sms and self._is_sms_locked()):
            self.env["loyalty.sms.consent"].sudo().create(
                {
                    "number": partner.phone_sanitized,
                    "company_id": (partner.company_id or self.env.company).id,
                    "partner_id": partner.id,
                    "kind": "in" if sms else "out",
                    "source": "portal",
                    "proof": proof,
                }
            )
        if now["email"] is not None and now["email"] != email:
            blacklist = self.env["mail.blacklist"].sudo()
            change = blacklist._remove if email else blacklist._add
            change(email_normalize(partner.email), message=proof)
