"""Dates and numbers as a member reads them: Jalali dates and Persian digits in Persian, else Gregorian and Latin."""

from decimal import Decimal

import jdatetime

_PERSIAN = str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")
_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()


def is_persian(lang):
    """Whether a language code is Persian."""
    return (lang or "").split("_")[0] == "fa"


def show_date(day, lang):
    """A day in words.

    :param day: a date or datetime, or nothing
    :param str lang: language code such as fa_IR
    :rtype: str
    """
    if not day:
        return ""
    if is_persian(lang):
        jalali = jdatetime.date.fromgregorian(year=day.year, month=day.month, day=day.day)
        return f"{jalali.day} {_MONTHS[jalali.month - 1]} {jalali.year}".translate(_PERSIAN)
    return f"{day.day} {day:%b} {day.year}"


def show_number(value, lang):
    """A number without useless decimals, with separators of thousands.

    :rtype: str
    """
    number = Decimal(str(value or 0)).quantize(Decimal("0.01"))
    if number == number.to_integral_value():
        number = number.to_integral_value()
    text = f"{number:,f}"
    return text.translate(_PERSIAN) if is_persian(lang) else text
