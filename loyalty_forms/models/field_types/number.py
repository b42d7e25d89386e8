import re

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.text import strip_invisible, to_latin_digits

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

# Not float(): that takes "nan", "inf" and "1e999", which no column and no sum can bear.
_NUMBER = re.compile(r"^[+-]?\d{1,15}(\.\d{1,6})?$")


def parse_number(text):
    """The number that a text names, with Persian or Latin digits, points and thousand separators.

    :rtype: float
    :raise ValueError: when it names none
    """
    text = strip_invisible(to_latin_digits(text)).replace("٬", "").replace("٫", ".").replace("−", "-")
    text = re.sub(r"[,،](?=\d{3}(?:\D|$))|\s", "", text)
    if not _NUMBER.match(text):
        raise ValueError(text)
    return float(text)


class LoyaltyFormFieldNumber(models.AbstractModel):
    _name = "loyalty.form.field.number"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Number"

    _label = _lt("Number")
    _sequence = 30
    _icon = "fa-hashtag"
    _abilities = ("required", "placeholder", "default", "range", "unique")
    _property_type = "float"
    _inputmode = "decimal"
    _dir = "ltr"
    _max_length = 40

    def _clean(self, raw, field):
        text = self._ascii(raw)
        if not text:
            return None
        try:
            value = parse_number(text[:41])
        except ValueError:
            raise AnswerError(self.env._("Please write a number.")) from None
        self._check_range(value, field, parse_number)
        return value

    def _display(self, value, field):
        return "" if value is None or value is False else f"{value:,.6f}".rstrip("0").rstrip(".")

    def _check_setup(self, field):
        for limit in filter(None, (field.minimum, field.maximum)):
            try:
                parse_number(limit)
            except ValueError:
                raise ValidationError(self.env._("“%s” is no number.", limit)) from None
