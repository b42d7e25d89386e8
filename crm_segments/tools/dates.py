"""Days as a customer reads them: in Persian by the Jalali calendar and with Persian digits."""

from .jalali import from_gregorian, month_name
from .text import to_persian_digits


def show_date(day, lang):
    """A day in words, such as ``۲ آذر ۱۴۰۵`` or ``23 Nov 2026``.

    :param day: a date or datetime, or nothing
    :param str lang: language code such as fa_IR
    :rtype: str
    """
    if not day:
        return ""
    if (lang or "").split("_")[0] == "fa":
        year, month, number = from_gregorian(day)
        return to_persian_digits(f"{number} {month_name(month)} {year}")
    return f"{day.day} {day:%b} {day.year}"
