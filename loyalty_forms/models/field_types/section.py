from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldSection(models.AbstractModel):
    """The beginning of a section, with a heading and a text. Conditions of a section hold for all fields up to the next
    one."""

    _name = "loyalty.form.field.section"
    _inherit = "loyalty.form.field.heading"
    _description = "Form Field: Section"

    _label = _lt("Section")
    _sequence = 94
    _icon = "fa-object-group"
    _template = "loyalty_forms.field_section"
