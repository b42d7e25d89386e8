from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldPage(models.AbstractModel):
    """The beginning of a new page, with its heading. Conditions of a page hold for all fields up to the next one."""

    _name = "loyalty.form.field.page"
    _inherit = "loyalty.form.field.heading"
    _description = "Form Field: Page"

    _label = _lt("New page")
    _sequence = 93
    _icon = "fa-files-o"
    _template = "loyalty_forms.field_section"
