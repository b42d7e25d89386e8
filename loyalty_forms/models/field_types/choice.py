from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldChoice(models.AbstractModel):
    """One of a few options, all of them visible."""

    _name = "loyalty.form.field.choice"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: One Of"

    _label = _lt("One of")
    _sequence = 50
    _icon = "fa-dot-circle-o"
    _abilities = ("required", "options")
    _property_type = "selection"
    _template = "loyalty_forms.field_choice"
    _layout = "group"
    _max_length = 40

    def _clean(self, raw, field):
        key = self._text(raw)
        if not key:
            return None
        if key not in field.option_ids.mapped("key"):
            raise AnswerError(self.env._("Please choose one of the options."))
        return key

    def _property_definition(self, field):
        options = [[option.key, option.name] for option in field.option_ids]
        return {**super()._property_definition(field), "selection": options}

    def _display(self, value, field):
        return field.option_ids.filtered(lambda option: option.key == value).name or ""

    def _page_values(self, raw, field):
        chosen = raw if isinstance(raw, list) else [raw]
        return {
            "options": [
                {"key": option.key, "name": option.name, "chosen": option.key in chosen} for option in field.option_ids
            ]
        }

    def _check_setup(self, field):
        if not field.option_ids:
            raise ValidationError(self.env._("“%s” needs options to choose from.", field.label))
