from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldDropdown(models.AbstractModel):
    _name = "loyalty.form.field.dropdown"
    _inherit = "loyalty.form.field.choice"
    _description = "Form Field: Drop-down"

    _label = _lt("Drop-down")
    _sequence = 51
    _icon = "fa-caret-square-o-down"
    _template = "loyalty_forms.field_dropdown"
    _layout = "label"
