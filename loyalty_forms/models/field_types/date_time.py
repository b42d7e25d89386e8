from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools import jalali
from odoo.addons.crm_segments.tools.text import to_latin_digits, to_persian_digits

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldDateTime(models.AbstractModel):
    """A date with a time of day, typed as two controls. Both are meant in the time zone of the form's company, since a
    page without JavaScript knows no other; the moment is stored in UTC."""

    _name = "loyalty.form.field.date_time"
    _inherit = "loyalty.form.field.date"
    _description = "Form Field: Date and Time"

    _label = _lt("Date and time")
    _sequence = 42
    _icon = "fa-calendar-check-o"
    _property_type = "datetime"
    _template = "loyalty_forms.field_date_time"
    _layout = "group"

    def _read(self, params, field):
        return [(params.get(f"{field.key}_{part}") or "")[: self._max_length + 1] for part in ("date", "time")]

    def _clean(self, raw, field):
        day, time = self._parts(raw)
        if not day and not time:
            return None
        try:
            moment = self._parse(day, time)
        except (ValueError, AnswerError):
            raise AnswerError(
                self.env._("Please write a date and a time, such as %s.", self._moment_example())
            ) from None
        self._check_range(moment, field, self._parse_limit)
        zone = self._zone(field)
        return fields.Datetime.to_string(moment.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None))

    def _time_example(self):
        return "۱۴:۳۰" if self._is_jalali() else "14:30"

    def _moment_example(self):
        return f"{self._example()} {self._time_example()}"

    def _parts(self, raw):
        """Date and time as typed; one text, such as a default, has them with a space or a T between."""
        if isinstance(raw, str):
            day, _gap, time = self._ascii(raw).replace("T", " ").partition(" ")
            return day, time.strip()
        if isinstance(raw, list) and len(raw) == 2:
            return [self._ascii(part) for part in raw]
        raise AnswerError(self.env._("This cannot be read."))

    def _parse(self, day, time):
        if max(len(day), len(time)) > self._max_length:
            raise ValueError(day)
        day = jalali.parse(day)
        clock = self.env["loyalty.form.field.time"]._clean(time, None)
        return datetime.combine(day, datetime.strptime(clock or "", "%H:%M").time())  # noqa: DTZ007

    def _parse_limit(self, text):
        """A limit of the builder: a date, and the time or midnight."""
        day, _gap, time = to_latin_digits(text).strip().partition(" ")
        return self._parse(day, time.strip() or "00:00")

    def _zone(self, field):
        return ZoneInfo(field.form_id.company_id.partner_id.tz or self.env.user.tz or "UTC")

    def _display(self, value, field):
        if not value:
            return ""
        moment = fields.Datetime.to_datetime(value).replace(tzinfo=timezone.utc).astimezone(self._zone(field))
        if self._is_jalali():
            return to_persian_digits(f"{jalali.to_jalali(moment.date())} {moment:%H:%M}")
        return f"{moment:%Y-%m-%d %H:%M}"

    def _carried(self, raw, field):
        parts = raw if isinstance(raw, list) else [raw]
        return [(f"{field.key}_{part}", text) for part, text in zip(("date", "time"), parts, strict=False) if text]

    def _typed_form(self, value):
        day, _gap, time = (value or "").partition(" ")
        return f"{super()._typed_form(day)} {time[:5]}".strip()

    def _page_values(self, raw, field):
        try:
            day, time = self._parts(raw)
        except AnswerError:
            day = time = ""
        return {**super()._page_values(raw, field), "day": day, "time": time, "time_example": self._time_example()}

    def _check_setup(self, field):
        for limit in filter(None, (field.minimum, field.maximum)):
            try:
                self._parse_limit(limit)
            except (ValueError, AnswerError):
                raise ValidationError(self.env._("“%s” is no date with a time.", limit)) from None
