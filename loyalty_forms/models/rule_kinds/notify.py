from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...tools import template

_lt = LazyTranslate(__name__)


class LoyaltyFormRuleNotify(models.AbstractModel):
    """Tell staff: in Odoo or by mail, as each of them has chosen, and by SMS where the rule says so."""

    _name = "loyalty.form.rule.notify"
    _inherit = "loyalty.form.rule.kind"
    _description = "Form Rule: Tell Staff"

    _label = _lt("Tell staff")
    _sequence = 20

    def _check_setup(self, rule):
        if not rule.user_ids and not rule.team_id:
            raise ValidationError(self.env._("Choose whom to tell."))

    def _run(self, rule, entry):
        users = rule.user_ids | rule.team_id.member_ids
        if rule.channel in ("email", "both"):
            entry._notify_users(users)
        if rule.channel in ("sms", "both"):
            values = entry._template_values()
            text = rule.sms_text or self.env._("New entry: %s", "{{form}} {{code}}")
            body = template.render_text(text, values, short=template.SHORT)
            self.env["sms.sms"].create(
                [
                    {"number": partner.phone_sanitized, "partner_id": partner.id, "body": body}
                    for partner in users.partner_id
                    if partner.phone_sanitized
                ]
            )
