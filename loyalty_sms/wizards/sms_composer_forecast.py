from odoo import api, fields, models
from odoo.tools import format_datetime

LATER = ("cap",)  # reasons for which a message may wait instead of being stopped


class SmsComposer(models.TransientModel):
    """Who will get no message, and why, before it is sent (S6)."""

    _inherit = "sms.composer"

    loyalty_sms_forecast = fields.Text(compute="_compute_loyalty_sms_forecast")

    @api.depends("res_model", "res_id", "res_ids", "composition_mode", "number_field_name", "use_exclusion_list")
    @api.depends_context("lang", "loyalty_sms_purpose")
    def _compute_loyalty_sms_forecast(self):
        for composer in self:
            composer.loyalty_sms_forecast = composer._loyalty_sms_foretell()

    def _loyalty_sms_foretell(self):
        """:return: lines for whoever writes the message, or False when all get it"""
        company = self.env.company
        if self.composition_mode not in ("comment", "mass") or not self.res_model or not company._loyalty_sms_is_on():
            return False
        receivers = self._loyalty_sms_receivers()
        purpose = self.env.context.get("loyalty_sms_purpose") or "service"
        heeds = purpose == "marketing" or not company.loyalty_sms_service_to_blacklisted
        heeds = heeds or (self.composition_mode == "mass" and self.use_exclusion_list)
        # sudo: only counts leave, of contacts that were read above in the name of the user
        counts, until = self.env["loyalty.sms.dispatcher"].sudo()._forecast(company, purpose, receivers, heeds)
        later = LATER if company.loyalty_sms_cap_action == "hold" else ()
        lines = [
            self._loyalty_sms_line(self.env._("Get no message"), {k: n for k, n in counts.items() if k not in later}),
            self._loyalty_sms_line(self.env._("Get it later"), {k: n for k, n in counts.items() if k in later}),
        ]
        if until:
            at = format_datetime(self.env, until, dt_format="short")
            lines.append(self.env._("It is quiet now: it leaves after %s.", at))
        return "\n".join(filter(None, lines)) or False

    def _loyalty_sms_receivers(self):
        """:return: list of ``(number, id of the contact or None)`` of those who have a number"""
        records = self._get_records()
        if not records:
            return []
        if records._name == "res.partner" and self.number_field_name in (False, "phone"):
            records.fetch(["phone_sanitized"])
            return [(partner.phone_sanitized, partner.id) for partner in records if partner.phone_sanitized]
        known = records._sms_get_recipients_info(force_field=self.number_field_name)
        return [(info["sanitized"], info["partner"].id or None) for info in known.values() if info["sanitized"]]

    def _loyalty_sms_line(self, title, counts):
        labels = dict(self.env["loyalty.sms.message"]._fields["hold_kind"]._description_selection(self.env))
        labels["landline"] = self.env._("Landline")
        reasons = " · ".join(f"{labels[reason]}: {count}" for reason, count in counts.items())
        return f"{title} ({sum(counts.values())}): {reasons}" if counts else ""
