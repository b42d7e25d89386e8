"""Jalali (Persian) dates as people read and type them. What is stored and computed with stays Gregorian.

Every function takes and gives plain `datetime` values and text, so each can be checked day by day over decades.
"""

import re
from datetime import date, timedelta

import jdatetime

from .text import fold, strip_invisible, to_latin_digits

MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
_MONTH_NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, start=1)}
#: A typed year below this is Jalali, from it on Gregorian: nobody's Jalali date is in 1700 (2321 AD).
FIRST_GREGORIAN_YEAR = 1700

_TYPED = re.compile(r"(\d{1,4})(?:\s*[/\-.]\s*|\s+)(\d{1,2}|[^\W\d]+)(?:\s*[/\-.]\s*|\s+)(\d{1,4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PATTERN_PARTS = re.compile(r"'(?:[^']|'')*'|y+|[ML]+|d+|.", re.DOTALL)


def from_gregorian(value):
    """The Jalali year, month and day of a date or datetime.

    :param date value: the Gregorian date
    :rtype: tuple[int, int, int]
    """
    jalali = jdatetime.date.fromgregorian(year=value.year, month=value.month, day=value.day)
    return jalali.year, jalali.month, jalali.day


def to_gregorian(year, month, day):
    """The Gregorian date of a Jalali day.

    :rtype: date
    :raise ValueError: when there is no such day, such as the 30th of Esfand in a common year
    """
    return jdatetime.date(year, month, day).togregorian()


def to_jalali(value, separator="/"):
    """The date as text in Latin digits, such as ``1405/09/02``.

    :param date value: a date or datetime; nothing gives an empty text
    :rtype: str
    """
    if not value:
        return ""
    year, month, day = from_gregorian(value)
    return f"{year:04}{separator}{month:02}{separator}{day:02}"


def parse(text):
    """Read a date that a person typed, in Persian, Arabic or Latin digits, with ``/``, ``-``, ``.`` or spaces between.

    ``1405/9/2``, ``2/9/1405``, ``14050902`` and ``2 آذر 1405`` are read; a year from 1700 on is a Gregorian one.

    :param str text: what was typed
    :rtype: date
    :raise ValueError: when it is no date
    """
    typed = strip_invisible(to_latin_digits(text or "")).strip()
    found = _TYPED.fullmatch(typed) or _COMPACT.fullmatch(typed)
    if not found:
        raise ValueError(f"not a date: {text!r}")
    parts = list(found.groups())
    if len(parts[0]) < 4:
        parts.reverse()
    if len(parts[0]) != 4 or len(parts[2]) > 2:
        raise ValueError(f"a date needs a year of four digits: {text!r}")
    if not parts[1].isdigit():
        parts[1] = _MONTH_NUMBERS.get(fold(parts[1]), 0)
    year, month, day = map(int, parts)
    return date(year, month, day) if year >= FIRST_GREGORIAN_YEAR else to_gregorian(year, month, day)


def month_name(month):
    """The Persian name of a Jalali month (1 to 12)."""
    return MONTHS[month - 1]


def month_key(value):
    """The key under which a report groups by Jalali month, such as ``1405-09``; it sorts as text.

    :param date value: a date or datetime; nothing gives an empty text
    :rtype: str
    """
    return to_jalali(value, "-")[:7]


def shift_month(year, month, count):
    """The Jalali month that lies so many months later (or earlier).

    :return: ``(year, month)``
    """
    index = year * 12 + month - 1 + count
    return index // 12, index % 12 + 1


def month_start(year, month):
    """The Gregorian date of the first day of a Jalali month."""
    return to_gregorian(year, month, 1)


def month_end(year, month):
    """The Gregorian date of the last day of a Jalali month."""
    return month_start(*shift_month(year, month, 1)) - timedelta(days=1)


def year_start(year):
    """The Gregorian date of Nowruz, the first day of a Jalali year."""
    return to_gregorian(year, 1, 1)


def year_end(year):
    """The Gregorian date of the last day of a Jalali year."""
    return year_start(year + 1) - timedelta(days=1)


def literal_pattern(pattern, value):
    """Write the Jalali year, month and day into a CLDR pattern as literals and leave the rest of it.

    What remains (hours, weekday, zone) is for the caller's own formatter: ``d MMMM y, HH:mm`` becomes
    ``'2' 'آذر' '1405', HH:mm``.

    :param str pattern: a CLDR (LDML) date pattern
    :param date value: the day that is shown
    :rtype: str
    """
    year, month, day = from_gregorian(value)

    def literal(found):
        part = found[0]
        if part[0] == "y":
            text = f"{year % 100:02}" if len(part) == 2 else str(year)
        elif part[0] in "ML":
            text = month_name(month) if len(part) > 2 else str(month).zfill(len(part))
        elif part[0] == "d":
            text = str(day).zfill(len(part))
        else:
            return part
        return f"'{text}'"

    return _PATTERN_PARTS.sub(literal, pattern)


SEASONS = ("بهار", "تابستان", "پاییز", "زمستان")
#: How many months the periods have that people group dates by.
PERIOD_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def period_start(value, granularity):
    """The first day of the Jalali month, quarter or year that holds a date.

    :param date value: any day of the period
    :param str granularity: month, quarter or year
    :rtype: date
    """
    year, month, _day = from_gregorian(value)
    count = PERIOD_MONTHS[granularity]
    return month_start(year, (month - 1) // count * count + 1)


def next_period(start, granularity):
    """The first day of the period that follows the one that begins on a date."""
    year, month, _day = from_gregorian(start)
    return month_start(*shift_month(year, month, PERIOD_MONTHS[granularity]))


def week_number(first_day):
    """The week of the Jalali year: the first is the one that holds Nowruz, and a week counts by its last day.

    :param date first_day: the first day of the week
    :return: ``(year, number)``
    """
    last_day = first_day + timedelta(days=6)
    year = from_gregorian(last_day)[0]
    return year, (last_day - year_start(year)).days // 7 + 1


def period_label(start, granularity):
    """What a period that begins on a date is called, such as ``آذر 1405``, ``پاییز 1405`` or ``هفته 36 1405``."""
    year, month, day = from_gregorian(start)
    if granularity == "week":
        return "هفته {1} {0}".format(*week_number(start))
    return {
        "day": f"{day} {month_name(month)} {year}",
        "month": f"{month_name(month)} {year}",
        "quarter": f"{SEASONS[(month - 1) // 3]} {year}",
        "year": str(year),
    }[granularity]
