"""Moments that providers tell."""

from datetime import datetime, timedelta, timezone

MAX_AGE = timedelta(days=30)


def read_epoch(raw, received):
    """When something happened, as a provider says. What is no time, in the future or too old counts as received now.

    :param str raw: seconds since 1970
    :param datetime received: naive, in UTC: when we were told
    :return: naive datetime in UTC
    """
    text = (raw or "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 11:
        return received
    moment = datetime.fromtimestamp(int(text), tz=timezone.utc).replace(tzinfo=None)
    return moment if received - MAX_AGE <= moment <= received else received
