from odoo import fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleForm(models.AbstractModel):
    """Points for a form that was filled in, once for each form, and for each survey that was answered."""

    _name = "loyalty.club.rule.form"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Form or Survey Answered"

    _label = _lt("Form or survey answered")
    _sequence = 75
    _trigger = "event"

    def _is_about(self, rule, event):
        return super()._is_about(rule, event) and (not rule.form_ids or event.get("form_id") in rule.form_ids.ids)

    def _sentence(self, params, row):
        return self.env._(
            "%(points)s points for your answers (%(form)s)", points=row._amount(), form=row.src_name or ""
        )


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    form_ids = fields.Many2many("loyalty.form", string="Forms", help="Empty: any form, but not inquiries.")


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    def _received(self):
        result = super()._received()
        self._give_points()
        return result

    def _give_points(self):
        """Let the rules of the clubs speak: once for each form, and for each order that a survey asked about."""
        members = self.env["loyalty.club.member"].sudo().search([("partner_id", "in", self.partner_id.ids)])
        if members:
            key = f"invite:{self.invite_id.id}" if self.invite_id else f"form:{self.form_id.id}"
            self.env["loyalty.club.rule"]._give("form", members, key, event={"form_id": self.form_id.id}, src=self)
