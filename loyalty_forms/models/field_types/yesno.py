from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldYesno(models.AbstractModel):
    """Yes or no, or no answer: kept apart, so 'no' can be counted."""

    _name = "loyalty.form.field.yesno"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Yes or No"

    _label = _lt("Yes or no")
    _sequence = 53
    _icon = "fa-toggle-on"
    _abilities = ("required",)
    _property_type = "selection"
    _template = "loyalty_forms.field_choice"
    _layout = "group"
    _max_length = 10

    def _choices(self):
        return [("yes", self.env._("Yes")), ("no", self.env._("No"))]

    def _clean(self, raw, field):
        key = self._text(raw)
        if not key:
            return None
        if key not in dict(self._choices()):
            raise AnswerError(self.env._("Please choose one of the options."))
        return key

    def _property_definition(self, field):
        return {**super()._property_definition(field), "selection": [list(choice) for choice in self._choices()]}

    def _display(self, value, field):
        return dict(self._choices()).get(value, "")

    def _page_values(self, raw, field):
        return {"options": [{"key": key, "name": name, "chosen": key == raw} for key, name in self._choices()]}
