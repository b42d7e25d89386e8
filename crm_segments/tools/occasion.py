"""Days of birth within a month or the next days, in the Gregorian and the Jalali calendar."""

from datetime import timedelta

import jdatetime

_FIRST_JALALI_YEAR = 1250


def jalali_month_ranges(month, today):
    """The Gregorian days of a Jalali month, one range for each year in which somebody living was born.

    :param int month: 1 (Farvardin) to 12 (Esfand)
    :param today: date
    :return: list of ``(first day, day after the last)``
    """
    last_year = jdatetime.date.fromgregorian(date=today).year
    ranges = []
    for year in range(_FIRST_JALALI_YEAR, last_year + 1):
        after = (year, month + 1) if month < 12 else (year + 1, 1)
        ranges.append((jdatetime.date(year, month, 1).togregorian(), jdatetime.date(*after, 1).togregorian()))
    return ranges


def month_of(choice, calendar, today):
    """The number of the month that a choice means.

    :param str choice: this, next or a number from 1 to 12
    :param str calendar: gregorian or jalali
    :param today: date
    :rtype: int
    """
    if choice not in ("this", "next"):
        return int(choice)
    this = jdatetime.date.fromgregorian(date=today).month if calendar == "jalali" else today.month
    return this if choice == "this" else this % 12 + 1


def days_ahead(days, today):
    """The (month, day) pairs of today and the days after it. Who was born on 29 February has his day on 28 February in
    other years.

    :param int days: how many after today, at most 366
    :param today: date
    :return: list of unique pairs
    """
    pairs = {}
    for offset in range(min(days, 366) + 1):
        day = today + timedelta(days=offset)
        pairs[(day.month, day.day)] = True
        if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
            pairs[(2, 29)] = True
    return list(pairs)
