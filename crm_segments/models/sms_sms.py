from odoo import api, models
from odoo.fields import Domain


class SmsSms(models.Model):
    """No SMS leaves for a blocked customer, from whatever app (C3)."""

    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        partner_ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        # some apps know only the number
        numbers = {vals["number"] for vals in vals_list if vals.get("number") and not vals.get("partner_id")}
        ids, blocked_numbers = self._blocked_among(partner_ids, numbers)
        for vals in vals_list:
            number = not vals.get("partner_id") and vals.get("number")
            if vals.get("partner_id") in ids or number in blocked_numbers:
                vals.update(state="canceled", failure_type="sms_blacklist")
        return super().create(vals_list)

    @api.model
    def _blocked_among(self, partner_ids, numbers):
        """Who of the recipients is blocked, in one query for all messages.

        :param partner_ids: ids of res.partner
        :param numbers: of recipients whose partner is not known, in E.164
        :return: two sets, of ids and of numbers
        """
        if not partner_ids and not numbers:
            return set(), set()
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        wanted = Domain("id", "in", list(partner_ids)) | Domain("phone_sanitized", "in", list(numbers))
        blocked = Partner.search(wanted & Partner._blocked_domain())
        return set(blocked.ids) & set(partner_ids), set(blocked.mapped("phone_sanitized")) & set(numbers)
