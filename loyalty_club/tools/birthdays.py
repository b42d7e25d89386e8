"""Whose birthday it is, in the calendar that he counts by."""

from datetime import date, timedelta

import jdatetime


def birthday_year(born, day, jalali=False):
    """The year in which somebody has his birthday on a day, or None when he has not.

    Who was born on 29 February, or on 30 Esfand, has his day on the last day of that month in other years.

    :param date born: the day of birth
    :param date day: the day asked about
    :param bool jalali: whether he counts by the Jalali calendar
    :rtype: int
    """
    born_at, at, following = born, day, day + timedelta(days=1)
    if jalali:
        born_at, at, following = (jdatetime.date.fromgregorian(date=_date(value)) for value in (born, day, following))
    same = (born_at.month, born_at.day) == (at.month, at.day)
    short_month = born_at.month == at.month != following.month and born_at.day > at.day
    return at.year if same or short_month else None


def _date(value):
    return date(value.year, value.month, value.day)


def near(day, days=2):
    """The `MM-DD` of the days around a day: whoever has a birthday on it, in either calendar, was born on one of them.

    :rtype: list
    """
    around = [f"{day + timedelta(days=offset):%m-%d}" for offset in range(-days, days + 1)]
    return [*around, "02-29"] if "02-28" in around else around
