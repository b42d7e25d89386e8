"""`t-field` dates on pages, in mails and in reports: Jalali in Persian digits for Persian readers."""

from contextlib import suppress

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang, posix_to_ldml

from ..tools import jalali
from ..tools.text import to_latin_digits, to_persian_digits
from .format_date import full_pattern, is_for_machines, shows_jalali


class IrQwebFieldDate(models.AbstractModel):
    _inherit = "ir.qweb.field.date"

    @api.model
    def value_to_html(self, value, options):
        """Override of `base`: `format_date` has written the Jalali date, its digits become Persian."""
        text = super().value_to_html(value, options)
        if text and shows_jalali(self.env) and not is_for_machines(options.get("format")):
            return to_persian_digits(text)
        return text

    @api.model
    def from_html(self, model, field, element):
        """Override of `html_editor`: a Jalali date typed into a page is saved as the day that it is."""
        typed = element.text_content().strip()
        if typed and shows_jalali(self.env):
            with suppress(ValueError):  # the original says what is wrong
                return fields.Date.to_string(jalali.parse(typed))
        return super().from_html(model, field, element)


class IrQwebFieldDatetime(models.AbstractModel):
    _inherit = "ir.qweb.field.datetime"

    @api.model
    def value_to_html(self, value, options):
        """Override of `base`: the date part of the pattern becomes Jalali, the time is left to the original."""
        if not value or not shows_jalali(self.env) or is_for_machines(options.get("format")):
            return super().value_to_html(value, options)
        if not options.get("time_only"):
            options = dict(options, format=self._jalali_pattern(value, options))
        return to_persian_digits(super().value_to_html(value, options))

    @api.model
    def _jalali_pattern(self, value, options):
        """The pattern of the options (or of the language) with the day of the value written into it."""
        lang = self.user_lang()
        locale = babel_locale_parse(lang.code)
        with_time = not options.get("date_only")
        pattern = full_pattern(options.get("format"), locale, with_time)
        if not pattern:
            parts = [lang.date_format, lang.time_format] if with_time else [lang.date_format]
            pattern = posix_to_ldml(" ".join(parts), locale=locale)
        reader = self.with_context(tz=options["tz_name"]) if options.get("tz_name") else self
        moment = fields.Datetime.context_timestamp(reader, fields.Datetime.to_datetime(value))
        return jalali.literal_pattern(pattern, moment)

    @api.model
    def from_html(self, model, field, element):
        """Override of `html_editor`: the Jalali date is rewritten as a Gregorian one, which the original reads."""
        typed = to_latin_digits(element.text_content().strip())
        day, _space, time = typed.partition(" ")
        if typed and shows_jalali(self.env):
            with suppress(ValueError):  # the original says what is wrong
                date_format = get_lang(self.env, self.env.user.lang).date_format  # as the original has it
                element.text = f"{jalali.parse(day).strftime(date_format)} {time}"
        return super().from_html(model, field, element)
