from odoo import models
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.text import to_persian_digits

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldRating(models.AbstractModel):
    """One to five stars."""

    _name = "loyalty.form.field.rating"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Rating"

    _label = _lt("Rating")
    _sequence = 70
    _icon = "fa-star-o"
    _abilities = ("required",)
    _property_type = "integer"
    _template = "loyalty_forms.field_rating"
    _layout = "group"
    _max_length = 10
    _lowest, _highest = 1, 5

    def _clean(self, raw, field):
        text = self._ascii(raw)
        if not text:
            return None
        # The length first: int() of a million digits takes its time.
        if len(text) > 2 or not text.isdecimal() or not self._lowest <= int(text) <= self._highest:
            raise AnswerError(
                self.env._("Please choose from %(low)s to %(high)s.", low=self._lowest, high=self._highest)
            )
        return int(text)

    def _page_values(self, raw, field):
        persian = (self.env.lang or "").startswith("fa")
        scores = [str(score) for score in range(self._lowest, self._highest + 1)]
        return {
            "options": [
                {"key": score, "name": to_persian_digits(score) if persian else score, "chosen": score == raw}
                for score in scores
            ]
        }
