"""Quiet hours."""

from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneNumber
from phonenumbers.timezone import time_zones_for_geographical_number, time_zones_for_number


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


def zone_of_number(number):
    """Where the owner of a number is, as far as the number tells.

    :param str number: E.164
    :return: name of the time zone, or None
    """
    codes = (number[1:end] for end in (2, 3, 4))
    code = next((code for code in codes if code.isdigit() and int(code) in COUNTRY_CODE_TO_REGION_CODE), None)
    return code and (_zone_of_country(int(code)) or _zone_of_area(number))


@lru_cache
def _zone_of_country(code):
    """:return: the time zone of a country that has only one"""
    return _only(time_zones_for_geographical_number(PhoneNumber(country_code=code, national_number=0)))


@lru_cache(maxsize=10_000)
def _zone_of_area(number):
    try:
        return _only(time_zones_for_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return None


def _only(zones):
    return zones[0] if len(zones) == 1 and "/" in zones[0] and not zones[0].startswith("Etc/") else None
