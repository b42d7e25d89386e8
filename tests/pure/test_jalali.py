"""Jalali dates, there and back for every day of two centuries (X1)."""

from datetime import date, datetime, timedelta

import pytest

from crm_segments.tools import jalali
from crm_segments.tools.text import to_persian_digits

FIRST, LAST = date(1921, 3, 21), date(2122, 3, 20)  # 1300/01/01 to 1500/12/29


def test_every_day_goes_there_and_back():
    day, count = FIRST, 0
    while day <= LAST:
        text = jalali.to_jalali(day)
        assert jalali.parse(text) == day
        assert jalali.parse(to_persian_digits(text.replace("/", "-"))) == day
        day += timedelta(days=1)
        count += 1
    assert count == (LAST - FIRST).days + 1 and text == "1500/12/29"


@pytest.mark.parametrize(
    "typed",
    [
        "۱۴۰۵/۰۹/۰۲",
        "1405-9-2",
        "٢/٩/١٤٠٥",
        " 1405.09.02 ",
        "\u200f1405/09/02",
        "2026-11-23",
        "23/11/2026",
        "1405 9 2",
        "۱۴۰۵۰۹۰۲",
        "۲ آذر ۱۴۰۵",
        "2 اذر 1405",
    ],
)
def test_ways_to_type_one_day(typed):
    assert jalali.parse(typed) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        None,
        "آذر",
        "1405/13/01",
        "1405/12/30",
        "1405/07/31",
        "05/09/02",
        "1405/09",
        "1405/09/02 x",
        "2 آذز 1405",
        "0000/00/00",
        "1/2/3",
        "99999/1/1",
        "²/²/1405",
    ],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):
        jalali.parse(typed)


def test_months_and_years():
    assert jalali.month_key(datetime(2026, 11, 23, 23, 59)) == "1405-09"
    assert jalali.month_start(1405, 9) == date(2026, 11, 22)
    assert jalali.month_end(1405, 9) == date(2026, 12, 21)
    assert jalali.month_end(1405, 12) == jalali.year_end(1405) == date(2027, 3, 20)
    assert jalali.year_end(1403) - jalali.year_start(1403) == timedelta(days=365), "1403 is a leap year"
    assert jalali.shift_month(1405, 11, 3) == (1406, 2)
    assert jalali.shift_month(1405, 1, -1) == (1404, 12)
    assert jalali.month_name(9) == "آذر"


def test_nothing_is_shown_as_nothing():
    assert jalali.to_jalali(None) == "" and jalali.month_key(False) == ""


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        ("yyyy/MM/dd", "'1405'/'09'/'02'"),
        ("d MMMM y, HH:mm", "'2' 'آذر' '1405', HH:mm"),
        ("EEEE d MMM yy", "EEEE '2' 'آذر' '05'"),
        ("'day' d", "'day' '2'"),
    ],
)
def test_literal_pattern(pattern, literal):
    assert jalali.literal_pattern(pattern, date(2026, 11, 23)) == literal


@pytest.mark.parametrize(
    ("granularity", "start", "following", "label"),
    [
        ("month", date(2026, 11, 22), date(2026, 12, 22), "آذر 1405"),
        ("quarter", date(2026, 9, 23), date(2026, 12, 22), "پاییز 1405"),
        ("year", date(2026, 3, 21), date(2027, 3, 21), "1405"),
    ],
)
def test_periods(granularity, start, following, label):
    for day in (start, date(2026, 11, 23), following - timedelta(days=1)):
        assert jalali.period_start(day, granularity) == start
    assert jalali.next_period(start, granularity) == following
    assert jalali.period_label(start, granularity) == label


def test_weeks_of_the_year_begin_with_nowruz():
    assert jalali.week_number(date(2026, 3, 21)) == (1405, 1)
    assert jalali.week_number(date(2026, 3, 14)) == (1404, 53)
    assert jalali.week_number(date(2025, 3, 15)) == (1404, 1), "the week in which the year begins is its first"
    assert jalali.period_label(date(2026, 11, 21), "week") == "هفته 36 1405"
