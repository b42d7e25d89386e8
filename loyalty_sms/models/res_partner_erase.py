from odoo import models

from .loyalty_sms_message import WIPED


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _erase_personal_data(self):
        """Override of `crm_segments`: texts and numbers of his messages go; counts, costs and states stay.

        That he wants no messages is kept with the number, or it could not be respected.
        """
        messages = self.env["loyalty.sms.message"].sudo().search([("partner_id", "in", self.ids)])
        replies = self.env["loyalty.sms.event"].sudo().search([("partner_id", "in", self.ids)])
        result = super()._erase_personal_data()
        messages.write({"number": WIPED, "body": WIPED})
        messages.attempt_ids.write({"number": WIPED})
        replies.write({"sender": WIPED, "body": WIPED, "raw_query": False, "raw_body": False})
        return result
