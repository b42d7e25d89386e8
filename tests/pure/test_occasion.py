"""Birthdays in both calendars (C8, C11)."""

from datetime import date

from crm_segments.tools.occasion import days_ahead, jalali_month_ranges, month_of

TODAY = date(2026, 11, 23)  # 2 Azar 1405


def test_ranges_of_a_jalali_month():
    ranges = jalali_month_ranges(3, TODAY)
    assert (date(1991, 5, 22), date(1991, 6, 22)) in ranges
    assert ranges[-1][0].year == 2026


def test_last_month_of_the_year_ends_at_nowruz():
    assert (date(2026, 2, 20), date(2026, 3, 21)) in jalali_month_ranges(12, TODAY)


def test_month_of():
    assert month_of("this", "jalali", TODAY) == 9
    assert month_of("next", "gregorian", date(2026, 12, 1)) == 1
    assert month_of("7", "jalali", TODAY) == 7


def test_days_ahead_over_the_end_of_february():
    assert days_ahead(1, date(2027, 2, 27)) == [(2, 27), (2, 28), (2, 29)]
    assert days_ahead(0, TODAY) == [(11, 23)]
    assert len(days_ahead(10**6, TODAY)) == 366
