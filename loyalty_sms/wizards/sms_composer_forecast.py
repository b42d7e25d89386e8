from odoo import api, models

from ..models.loyalty_sms_forecast import Audience


class SmsComposer(models.TransientModel):
    """Who will get no message, and why, before it is sent (S6)."""

    _name = "sms.composer"
    _inherit = ["sms.composer", "loyalty.sms.forecast.mixin"]

    @api.depends(
        "res_model", "res_id", "res_ids", "composition_mode", "number_field_name", "use_exclusion_list", "numbers",
        "recipient_single_number_itf",
    )  # fmt: skip
    @api.depends_context("lang", "loyalty_sms_purpose")
    def _compute_loyalty_sms_forecast(self):
        return super()._compute_loyalty_sms_forecast()

    def _loyalty_sms_audience(self):
        receivers = self._loyalty_sms_chosen()
        if not receivers:
            return None
        purpose = self.env.context.get("loyalty_sms_purpose") or "service"
        heeds = purpose == "marketing" or not self.env.company.loyalty_sms_service_to_blacklisted
        if self.composition_mode != "mass":
            return Audience(purpose, receivers, {}, heeds)
        once, double = self._loyalty_sms_once(receivers)
        return Audience(purpose, once, {"double": double}, heeds or self.use_exclusion_list)

    def _loyalty_sms_chosen(self):
        """:return: list of ``(number, id of the contact or None)``, the number empty where there is none"""
        if self.composition_mode == "numbers" or not self.res_model:
            return [(number, None) for number in (self.sanitized_numbers or "").split(",") if number]
        records = self._get_records()
        if self.comment_single_recipient and self.recipient_single_number_itf:
            partner = records._mail_get_partners()[records.id][:1]
            return [(records._phone_format(number=self.recipient_single_number_itf), partner.id or None)]
        return self._loyalty_sms_receivers(records, self.number_field_name)
