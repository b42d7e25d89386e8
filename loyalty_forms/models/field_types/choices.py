from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

# A hostile request may repeat a parameter as often as its size allows.
_MOST = 200


class LoyaltyFormFieldChoices(models.AbstractModel):
    """Any number of the options."""

    _name = "loyalty.form.field.choices"
    _inherit = "loyalty.form.field.choice"
    _description = "Form Field: Many Of"

    _label = _lt("Many of")
    _sequence = 52
    _icon = "fa-check-square-o"
    _property_type = "tags"
    _template = "loyalty_forms.field_choices"

    def _read(self, params, field):
        return [text[: self._max_length] for text in params.getlist(field.key)[:_MOST]]

    def _clean(self, raw, field):
        if not isinstance(raw, str | list):
            raise AnswerError(self.env._("This cannot be read."))
        chosen = {self._text(key) for key in ([raw] if isinstance(raw, str) else raw)} - {""}
        known = field.option_ids.mapped("key")
        if chosen - set(known):
            raise AnswerError(self.env._("Please choose among the options."))
        return [key for key in known if key in chosen] or None

    def _property_definition(self, field):
        definition = super()._property_definition(field)
        definition.pop("selection")
        definition["tags"] = [
            [option.key, option.name, index % 11 + 1] for index, option in enumerate(field.option_ids)
        ]
        return definition

    def _display(self, value, field):
        chosen = value or []
        return "، ".join(option.name for option in field.option_ids if option.key in chosen)
