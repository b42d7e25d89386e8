from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldNps(models.AbstractModel):
    """How likely one is to recommend, from 0 to 10."""

    _name = "loyalty.form.field.nps"
    _inherit = "loyalty.form.field.rating"
    _description = "Form Field: NPS"

    _label = _lt("Recommendation (NPS)")
    _sequence = 71
    _icon = "fa-tachometer"
    _template = "loyalty_forms.field_nps"
    _lowest, _highest = 0, 10
