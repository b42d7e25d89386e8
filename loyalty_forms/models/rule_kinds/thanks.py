from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormRuleThanks(models.AbstractModel):
    """Another text of thanks; see `loyalty.form.entry._thank_text`. Nothing happens when the entry comes in."""

    _name = "loyalty.form.rule.thanks"
    _inherit = "loyalty.form.rule.kind"
    _description = "Form Rule: Thank-you Text"

    _label = _lt("Show another thank-you text")
    _sequence = 10
    _first_only = True

    def _may_tell(self, entry):
        return entry.sender_proved

    def _check_setup(self, rule):
        if is_html_empty(rule.text):
            raise ValidationError(self.env._("Write the text that the sender sees."))
