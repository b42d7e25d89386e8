from odoo import api, models


class SmsSms(models.Model):
    """No SMS leaves for a blocked customer, from whatever app (C3)."""

    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        partner_ids = [vals["partner_id"] for vals in vals_list if vals.get("partner_id")]
        if partner_ids:
            blocked = set(
                self.env["res.partner"]
                .sudo()
                .with_context(active_test=False)
                .search([("id", "in", partner_ids), ("customer_status_kind", "=", "blocked")])
                .ids
            )
            for vals in vals_list:
                if vals.get("partner_id") in blocked:
                    vals.update(state="canceled", failure_type="sms_blacklist")
        return super().create(vals_list)
