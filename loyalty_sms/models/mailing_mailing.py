from odoo import api, models

from .loyalty_sms_forecast import Audience


class MailingMailing(models.Model):
    """Who will get a mailing by SMS, and who none or a later one, before it is sent (S6, S7)."""

    _name = "mailing.mailing"
    _inherit = ["mailing.mailing", "loyalty.sms.forecast.mixin"]

    @api.depends(
        "mailing_type", "state", "mailing_model_id", "mailing_domain", "contact_list_ids", "use_exclusion_list",
        "ab_testing_enabled", "ab_testing_pc",
    )  # fmt: skip
    @api.depends_context("lang", "company")
    def _compute_loyalty_sms_forecast(self):
        return super()._compute_loyalty_sms_forecast()

    def _loyalty_sms_audience(self):
        if self.mailing_type != "sms" or self.state not in ("draft", "in_queue") or not self.mailing_model_real:
            return None
        records = self.env[self.mailing_model_real]
        if not isinstance(records, self.pool["mail.thread"]):
            return None
        records = records.browse(self._get_remaining_recipients() if self._origin else self._get_recipients())
        opted_out = records.browse(self._get_opt_out_list_sms()) & records
        once, double = self._loyalty_sms_once(self._loyalty_sms_receivers(records - opted_out))
        return Audience("marketing", once, {"double": double, "optout": len(opted_out)}, heeds_blacklist=True)
