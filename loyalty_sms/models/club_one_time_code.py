from uuid import uuid4

from odoo import api, models


class ClubOneTimeCode(models.Model):
    _inherit = "club.one.time.code"

    @api.model
    def _deliver(self, number, code, purpose):
        """Override of `crm_segments`: codes leave as soon as the transaction is committed, before all else, and by the
        provider's pattern where the gateway has one. No text with a code stays in Odoo's own messages."""
        company = self.env.company
        if not company._loyalty_sms_is_on():
            return super()._deliver(number, code, purpose)
        item = {
            "uuid": uuid4().hex,
            "number": number,
            "body": self._text(code, purpose),
            "code": code,
            "purpose": "code",
        }
        self.env["loyalty.sms.message"].sudo()._enqueue(company, [item])
        return None
