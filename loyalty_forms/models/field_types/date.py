import datetime

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools import jalali
from odoo.addons.crm_segments.tools.text import to_persian_digits

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldDate(models.AbstractModel):
    """A date, typed in the Jalali or the Gregorian calendar and stored in the Gregorian one."""

    _name = "loyalty.form.field.date"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Date"

    _label = _lt("Date")
    _sequence = 40
    _icon = "fa-calendar"
    _abilities = ("required", "range")
    _property_type = "date"
    _template = "loyalty_forms.field_date"
    _dir = "ltr"
    _max_length = 40

    def _clean(self, raw, field):
        text = self._ascii(raw)
        if not text:
            return None
        self._check_length(text, field)
        try:
            value = jalali.parse(text)
        except ValueError:
            raise AnswerError(self.env._("Please write a date, such as %s.", self._example())) from None
        if field.maps_to == "birthday" and not datetime.date(1900, 1, 1) <= value <= fields.Date.today():
            raise AnswerError(self.env._("Please check this date."))
        self._check_range(value, field, jalali.parse)
        return fields.Date.to_string(value)

    def _is_jalali(self):
        return (self.env.lang or "").startswith("fa")

    def _example(self):
        return "۱۳۷۰/۰۲/۱۵" if self._is_jalali() else "1991-05-05"

    def _typed_form(self, value):
        if value and self._is_jalali():
            return jalali.to_jalali(fields.Date.to_date(value))
        return super()._typed_form(value)

    def _display(self, value, field):
        if not value:
            return ""
        if self._is_jalali():
            return to_persian_digits(jalali.to_jalali(fields.Date.to_date(value)))
        return str(value)

    def _page_values(self, raw, field):
        return {"jalali": self._is_jalali(), "example": self._example()}

    def _check_setup(self, field):
        for limit in filter(None, (field.minimum, field.maximum)):
            try:
                jalali.parse(limit)
            except ValueError:
                raise ValidationError(self.env._("“%s” is no date.", limit)) from None
