from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldPrice(models.AbstractModel):
    _name = "loyalty.form.field.price"
    _inherit = "loyalty.form.field.number"
    _description = "Form Field: Price"

    _label = _lt("Price")
    _sequence = 31
    _icon = "fa-money"
    _template = "loyalty_forms.field_price"

    def _clean(self, raw, field):
        value = super()._clean(raw, field)
        if value is not None and value < 0:
            raise AnswerError(self.env._("A price cannot be negative."))
        return None if value is None else field.form_id.currency_id.round(value)

    def _property_definition(self, field):
        return {**super()._property_definition(field), "type": "monetary", "currency_field": "currency_id"}

    def _page_values(self, raw, field):
        return {"currency": field.form_id.currency_id.symbol}
