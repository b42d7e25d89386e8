from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldText(models.AbstractModel):
    _name = "loyalty.form.field.text"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Short Text"

    _label = _lt("Short text")
    _sequence = 10
    _icon = "fa-font"
    _abilities = ("required", "placeholder", "default", "length", "pattern", "unique")

    def _clean(self, raw, field):
        # One line: a line break in a name would break lists, subjects and labels.
        return super()._clean(" ".join(raw.split()) if isinstance(raw, str) else raw, field)
