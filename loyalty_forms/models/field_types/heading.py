from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldHeading(models.AbstractModel):
    """A heading with a text below, between fields."""

    _name = "loyalty.form.field.heading"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Heading or Text"

    _label = _lt("Heading or text")
    _sequence = 95
    _icon = "fa-header"
    _abilities = ("content",)
    _is_input = False
    _property_type = "separator"
    _template = "loyalty_forms.field_heading"
    _layout = "bare"

    def _read(self, params, field):
        return ""

    def _carried(self, raw, field):
        return []

    def _clean(self, raw, field):
        return None
