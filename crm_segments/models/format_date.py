"""Dates that the server writes for people (mails, pages, messages) are Jalali where the reader's language is Persian.

Odoo's `format_date` and `format_datetime` are plain functions, imported by name all over its add-ons, so there is no
model to inherit. They are replaced wherever they were imported. Several databases may share the process: the
replacement asks at each call whether this add-on is installed in the database at hand, and otherwise does nothing.
"""

import functools
import sys
from datetime import date

import babel.dates

from odoo.tools import misc
from odoo.tools.misc import babel_locale_parse, get_lang, posix_to_ldml

from ..tools import jalali

NAMED_PATTERNS = ("full", "long", "medium", "short")
#: Patterns made for machines (file names, keys, values that are read back) stay Gregorian.
_MACHINE_PREFIXES = ("yyyy-MM-dd", "y-MM-dd", "yyyyMMdd")


def shows_jalali(env, lang_code=None):
    """Whether dates for this reader are Jalali.

    :param str lang_code: the reader's language; by default that of the environment
    :rtype: bool
    """
    if "crm_segments" not in env.registry._init_modules:
        return False
    return (get_lang(env, lang_code).code or "").startswith("fa")


def is_for_machines(pattern):
    """Whether a date pattern is meant to be read back by a program."""
    return bool(pattern) and pattern.startswith(_MACHINE_PREFIXES)


def full_pattern(pattern, locale, with_time):
    """The CLDR pattern behind a named one such as ``short``; any other is returned as it is."""
    if pattern not in NAMED_PATTERNS:
        return pattern
    date_pattern = babel.dates.get_date_format(pattern, locale).pattern
    if not with_time:
        return date_pattern
    time_pattern = babel.dates.get_time_format(pattern, locale).pattern
    joined = babel.dates.get_datetime_format(pattern, locale).replace("'", "")
    return joined.replace("{0}", time_pattern).replace("{1}", date_pattern)


def _day(iso_text):
    return date(*map(int, iso_text.split("-")))


def _wrap_format_date(original):
    @functools.wraps(original)
    def format_date(env, value, lang_code=None, date_format=False):
        if not value or is_for_machines(date_format) or not shows_jalali(env, lang_code):
            return original(env, value, lang_code, date_format)
        # The original knows how to bring every kind of value to the reader's day.
        iso_text = original(env, value, lang_code, "yyyy-MM-dd")
        if not iso_text:
            return iso_text
        lang = get_lang(env, lang_code)
        locale = babel_locale_parse(lang.code)
        pattern = full_pattern(date_format, locale, False) or posix_to_ldml(lang.date_format, locale=locale)
        return original(env, value, lang_code, jalali.literal_pattern(pattern, _day(iso_text)))

    return format_date


def _wrap_format_datetime(original):
    @functools.wraps(original)
    def format_datetime(env, value, tz=False, dt_format="medium", lang_code=None):
        if not value or is_for_machines(dt_format) or not shows_jalali(env, lang_code):
            return original(env, value, tz, dt_format, lang_code)
        lang = get_lang(env, lang_code)
        locale = babel_locale_parse(lang.code)
        if not dt_format or dt_format == "medium":
            pattern = posix_to_ldml(f"{lang.date_format} {lang.time_format}", locale=locale)
        else:
            pattern = full_pattern(dt_format, locale, True)
        day = _day(original(env, value, tz, "yyyy-MM-dd", lang_code))
        return original(env, value, tz, jalali.literal_pattern(pattern, day), lang_code)

    return format_datetime


def _replace_everywhere(name, wrap):
    """Put a wrapped function in the place of the original in every Odoo module that has imported it."""
    original = getattr(misc, name)
    if getattr(original, "_shows_jalali", False):
        return
    wrapped = wrap(original)
    wrapped._shows_jalali = True
    for module_name, module in list(sys.modules.items()):
        if not module_name.startswith("odoo"):
            continue
        for attribute, value in list(vars(module).items()):
            if value is original:
                setattr(module, attribute, wrapped)


_replace_everywhere("format_date", _wrap_format_date)
_replace_everywhere("format_datetime", _wrap_format_datetime)
