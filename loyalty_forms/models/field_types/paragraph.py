from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldParagraph(models.AbstractModel):
    _name = "loyalty.form.field.paragraph"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Paragraph"

    _label = _lt("Paragraph")
    _sequence = 11
    _icon = "fa-align-right"
    _property_type = "text"
    _template = "loyalty_forms.field_paragraph"
    _max_length = 5000
