from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldHidden(models.AbstractModel):
    """A value that the page's address carries (``?alias=…``), such as a campaign or a branch."""

    _name = "loyalty.form.field.hidden"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Hidden"

    _label = _lt("Hidden")
    _sequence = 90
    _icon = "fa-eye-slash"
    _abilities = ("default",)
    _template = "loyalty_forms.field_hidden"
    _layout = "bare"
    _max_length = 200
