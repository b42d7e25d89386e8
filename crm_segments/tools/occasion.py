"""Days of birth within a month or the next days, in the Gregorian and the Jalali calendar."""

from datetime import timedelta

from .jalali import from_gregorian, month_start, shift_month

_FIRST_JALALI_YEAR = 1250


def jalali_month_ranges(month, today):
    """The Gregorian days of a Jalali month, one range for each year in which somebody living was born.

    :param int month: 1 (Farvardin) to 12 (Esfand)
    :param today: date
    :return: list of ``(first day, day after the last)``
    """
    years = range(_FIRST_JALALI_YEAR, from_gregorian(today)[0] + 1)
    return [(month_start(year, month), month_start(*shift_month(year, month, 1))) for year in years]


def month_of(choice, calendar, today):
    """The number of the month that a choice means.

    :param str choice: this, next or a number from 1 to 12
    :param str calendar: gregorian or jalali
    :param today: date
    :rtype: int
    """
    if choice not in ("this", "next"):
        return int(choice)
    this = from_gregorian(today)[1] if calendar == "jalali" else today.month
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
