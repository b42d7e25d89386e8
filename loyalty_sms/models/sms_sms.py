from odoo import api, fields, models

from .loyalty_sms_route import PURPOSES


class SmsSms(models.Model):
    """Odoo's own queue: whose messages are ours, and what they are for."""

    _inherit = "sms.sms"

    loyalty_company_id = fields.Many2one("res.company", "Sending Company", default=lambda self: self.env.company)
    loyalty_purpose = fields.Selection(
        PURPOSES, "Purpose", default=lambda self: self.env.context.get("loyalty_sms_purpose")
    )

    def _loyalty_purpose(self):
        """:return: what the message is for; the caller may have said so, mailings are marketing"""
        self.ensure_one()
        return self.loyalty_purpose or ("marketing" if self.mailing_id else "service")

    def _get_sms_company(self):
        """Override of `sms`: remember who sent the message, as the queue runs in the name of another company. Of
        several messages all companies are returned."""
        companies = self.env["res.company"]
        for sms in self:
            companies |= (
                sms.mail_message_id.record_company_id
                or sms.partner_id.company_id
                or sms.loyalty_company_id
                or super(SmsSms, sms)._get_sms_company()
            )
        return companies or super()._get_sms_company()

    def _split_by_api(self):
        """Override of `sms`: messages of each company with a gateway go to its own outbox."""
        others = self.browse()
        for company, messages in self.grouped(lambda sms: sms._get_sms_company()).items():
            if not company._loyalty_sms_is_on():
                others |= messages
                continue
            sms_api = company._get_sms_api_class()(self.env)
            sms_api._set_company(company)
            yield sms_api, messages
        if others:
            yield from super(SmsSms, others)._split_by_api()

    @api.model
    def _process_queue(self):
        """Override of `sms`: split by company, where Odoo fails as soon as two companies have messages."""
        domain = [("state", "=", "outgoing"), ("to_delete", "!=", True)]
        batch_size = self._get_send_batch_size()
        records = self.search(domain, limit=batch_size, order="id").try_lock_for_update()
        if not records:
            return
        for sms_api, messages in records._split_by_api():
            messages.with_context(sms_api=sms_api)._send(unlink_failed=False, unlink_sent=True, raise_exception=False)
        remaining = self.search_count(domain) if len(records) == batch_size else 0
        self.env["ir.cron"]._commit_progress(len(records), remaining=remaining)
