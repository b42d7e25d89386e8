from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormRuleAnswer(models.AbstractModel):
    """Answer the sender at once, on the thread of his entry."""

    _name = "loyalty.form.rule.answer"
    _inherit = "loyalty.form.rule.kind"
    _description = "Form Rule: Answer the Sender"

    _label = _lt("Answer the sender")
    _sequence = 30

    def _check_setup(self, rule):
        if rule.channel in ("sms", "both") and not rule.sms_text:
            raise ValidationError(self.env._("Write the text of the SMS."))
        if rule.channel in ("email", "both") and is_html_empty(rule.text):
            raise ValidationError(self.env._("Write the text of the e-mail."))

    def _may_tell(self, entry):
        partner = entry.partner_id
        return entry.sender_proved or (
            entry.phone in (False, partner.phone_sanitized)
            and entry.email_normalized in (False, partner.email_normalized)
        )

    def _run(self, rule, entry):
        for channel in ("sms", "email"):
            if rule.channel in (channel, "both") and entry._may_send(channel):
                text = rule.sms_text if channel == "sms" else rule.text
                entry._send_message(channel, text, subject=rule.subject, origin="rule")
