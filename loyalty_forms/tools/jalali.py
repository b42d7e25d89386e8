"""Dates as people type them: Jalali or Gregorian, in either order, with any separator."""

import datetime
import re

import jdatetime

_PARTS = re.compile(r"^(\d{1,4})\s*[/\-.\s]\s*(\d{1,2}|[^\W\d]+)\s*[/\-.\s]\s*(\d{1,4})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
# As folded text has them: without the sign above the alef.
_NAMES = """
    فروردین اردیبهشت خرداد تیر مرداد شهریور
    مهر ابان اذر دی بهمن اسفند
"""
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_JALALI_YEARS = range(1200, 1600)
_GREGORIAN_YEARS = range(1600, 2600)


def parse_date(text):
    """The date that a text names. The year tells the calendar: 1405 is Jalali, 2026 is Gregorian.

    :param str text: folded text with Latin digits, such as ``1405/09/02``, ``2 اذر 1405`` or ``2026-11-23``
    :rtype: datetime.date
    :raise ValueError: when it names no date
    """
    match = _PARTS.match(text) or _COMPACT.match(text)
    if not match:
        raise ValueError(text)
    first, month, last = match.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)
    if len(year) != 4:
        raise ValueError(text)
    year, day = int(year), int(day)
    month = int(month) if month.isdigit() else _MONTHS.get(month, 0)
    if year in _JALALI_YEARS:
        return jdatetime.date(year, month, day).togregorian()
    if year in _GREGORIAN_YEARS:
        return datetime.date(year, month, day)
    raise ValueError(text)


def format_jalali(date):
    """A date in the Jalali calendar, with Latin digits.

    :param datetime.date date: the date
    :return: for example ``"1405/09/02"``
    """
    return jdatetime.date.fromgregorian(date=date).strftime("%Y/%m/%d")
