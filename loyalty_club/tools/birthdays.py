"""Whose birthday it is, in the calendar that he counts by."""

from datetime import timedelta


def gregorian(day):
    """The year, month and day of a date in the Gregorian calendar."""
    return day.year, day.month, day.day


def birthday_year(born, day, calendar=gregorian):
    """The year in which somebody has his birthday on a day, or None when he has not.

    Who was born on 29 February, or on 30 Esfand, has his day on the last day of that month in other years.

    :param date born: the day of birth
    :param date day: the day asked about
    :param calendar: gives the ``(year, month, day)`` of a date in the calendar that he counts by
    :rtype: int
    """
    _born_year, born_month, born_day = calendar(born)
    year, month, number = calendar(day)
    next_month = calendar(day + timedelta(days=1))[1]
    same = (born_month, born_day) == (month, number)
    short_month = born_month == month != next_month and born_day > number
    return year if same or short_month else None


def near(day, days=2):
    """The `MM-DD` of the days around a day: whoever has a birthday on it, in either calendar, was born on one of them.

    :rtype: list
    """
    around = [f"{day + timedelta(days=offset):%m-%d}" for offset in range(-days, days + 1)]
    return [*around, "02-29"] if "02-28" in around else around
