import re

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

_TIME = re.compile(r"^([01]?\d|2[0-3])\s*[:.٫]\s*([0-5]\d)$")


class LoyaltyFormFieldTime(models.AbstractModel):
    """A time of day, stored as HH:MM."""

    _name = "loyalty.form.field.time"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Time"

    _label = _lt("Time")
    _sequence = 41
    _icon = "fa-clock-o"
    _abilities = ("required", "placeholder")
    _inputmode = "numeric"
    _dir = "ltr"
    _max_length = 20

    def _clean(self, raw, field):
        text = self._ascii(raw)
        if not text:
            return None
        match = _TIME.match(text)
        if not match:
            raise AnswerError(self.env._("Please write a time from 00:00 to 23:59."))
        return f"{int(match[1]):02}:{match[2]}"
