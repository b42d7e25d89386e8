"""When a rule holds, and how much of its limits is left. Calendars are given as functions, so that the Persian one
serves as well as the Gregorian."""

from .points import ZERO, to_points


def in_hours(hour, start, end):
    """Whether a time of day lies in hours that may go over midnight; the same start and end is the whole day.

    :param float hour: such as 13.5 for half past one
    :rtype: bool
    """
    if start == end:
        return True
    if start < end:
        return start <= hour < end
    return hour >= start or hour < end


def in_season(day, start, end, repeat, split):
    """Whether a day lies in a period, which may come back every year or month.

    :param date day: the day asked about
    :param start: the first day of the first period, or None
    :param end: the last day of the first period, or None
    :param repeat: "yearly", "monthly" or None
    :param split: gives the ``(year, month, day)`` of a date
    :rtype: bool
    """
    if start and day < start:
        return False
    if not repeat or not (start and end):
        return not end or day <= end
    skip = 1 if repeat == "yearly" else 2
    now, first, last = (split(value)[skip:] for value in (day, start, end))
    if first <= last:
        return first <= now <= last
    return now >= first or now <= last


def room(caps, used):
    """How much a rule may still give.

    :param dict caps: `{name: limit}`; a limit of nothing is none
    :param dict used: `{name: what was given}`
    :return: `(points, name of the cap that decides)`, or `(None, None)` without limits
    """
    left = {
        name: max(to_points(limit) - to_points(used.get(name)), ZERO)
        for name, limit in caps.items()
        if to_points(limit) > ZERO
    }
    if not left:
        return None, None
    name = min(left, key=left.get)
    return left[name], name
