"""Days as customers read them (X1)."""

from datetime import date, datetime

from crm_segments.tools.dates import show_date


def test_show_date():
    assert show_date(date(2026, 11, 23), "fa_IR") == "۲ آذر ۱۴۰۵"
    assert show_date(datetime(2026, 3, 21, 23, 59), "fa") == "۱ فروردین ۱۴۰۵"
    assert show_date(date(2026, 11, 23), "en_US") == "23 Nov 2026"
    assert show_date(None, "fa_IR") == ""
