"""Quiet hours."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo


def quiet_until(now, tz, start, end):
    """When a message may leave that would disturb now.

    :param datetime now: naive, in UTC
    :param str tz: time zone of the customer, such as ``"Asia/Tehran"``
    :param float start: hour at which quiet begins, such as 22.5
    :param float end: hour at which it ends; when it equals `start` there are no quiet hours
    :return: naive datetime in UTC, or None when it is not quiet
    """
    if start == end:
        return None
    zone = ZoneInfo(tz or "UTC")
    local = now.replace(tzinfo=timezone.utc).astimezone(zone)
    hour = local.hour + local.minute / 60 + local.second / 3600
    quiet = start <= hour < end if start < end else hour >= start or hour < end
    if not quiet:
        return None
    day = local.date() + timedelta(days=1 if hour >= end else 0)
    minutes = round(end * 60)
    ending = datetime(day.year, day.month, day.day, minutes // 60 % 24, minutes % 60, tzinfo=zone)
    if minutes >= 24 * 60:
        ending += timedelta(days=1)
    return ending.astimezone(timezone.utc).replace(tzinfo=None)
