"""What is empty, what is stored for what was given, what matches (C6, F6)."""

import math
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from crm_segments.tools import typed_values as tv


@pytest.mark.parametrize("value", [None, False, "", [], (), {}])
def test_empty_values_are_left_out(value):
    assert tv.is_empty(value)
    assert tv.without_empty({"a": value, "b": 1}) == {"b": 1}


@pytest.mark.parametrize("value", [0, 0.0, Decimal(0), True, "0", " ", [0]])
def test_zero_is_a_value(value):
    assert not tv.is_empty(value)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (5, 5),
        ("5", 5),
        ("۱۲۳", 123),
        ("٤٥", 45),
        ("۱٬۲۵۰٫۵", 1250.5),
        ("1,250.5", 1250.5),
        ("-3", -3),
        ("−3", -3),
        (Decimal("2.5"), 2.5),
        ("1e3", 1000.0),
    ],
)
def test_numbers(given, stored):
    assert tv.to_number(given) == stored


@pytest.mark.parametrize(
    "given", ["", "abc", "1.2.3", "nan", "inf", math.nan, math.inf, True, None, [1], 10**400, "9" * 500]
)
def test_what_is_no_number(given):
    with pytest.raises(ValueError):
        tv.to_number(given)


def test_whole_numbers():
    assert tv.to_number("3.0", whole=True) == 3
    assert isinstance(tv.to_number(3.0, whole=True), int)
    for given in (1.5, "1.5", 2**53):
        with pytest.raises(ValueError, match="whole"):
            tv.to_number(given, whole=True)


@pytest.mark.parametrize(
    ("given", "kind", "stored"),
    [
        ("2026-09-01", "date", "2026-09-01"),
        ("۲۰۲۶-۰۹-۰۱", "date", "2026-09-01"),
        (date(2026, 9, 1), "date", "2026-09-01"),
        (datetime(2026, 9, 1, 10), "date", "2026-09-01"),
        ("2026-09-01 10:00:00", "datetime", "2026-09-01 10:00:00"),
        ("2026-09-01T10:00:00Z", "datetime", "2026-09-01 10:00:00"),
        ("2026-09-01T10:00:00+03:30", "datetime", "2026-09-01 06:30:00"),
        ("2026-09-01", "datetime", "2026-09-01 00:00:00"),
        (datetime(2026, 9, 1, 10, 0, 0, 999), "datetime", "2026-09-01 10:00:00"),
        (
            datetime(2026, 9, 1, 10, tzinfo=timezone(timedelta(hours=3, minutes=30))),
            "datetime",
            "2026-09-01 06:30:00",
        ),
    ],
)
def test_dates(given, kind, stored):
    assert tv.to_temporal(given, kind) == stored


@pytest.mark.parametrize("given", ["", "tomorrow", "2026", "2026-13-01", "2026-02-30", "01/02/2026", 5, None])
def test_what_is_no_date(given):
    with pytest.raises(ValueError):
        tv.to_temporal(given, "date")


def test_text():
    assert tv.to_text("سلام") == "سلام"
    assert tv.to_text(5) == "5"
    for given in ("a\x00b", "\ud800", ["a"], True, None):
        with pytest.raises(ValueError, match="text"):
            tv.to_text(given)


def test_options():
    assert tv.to_options("a", ["a", "b"]) == ["a"]
    assert tv.to_options(["b", "a", "b"], ["a", "b"]) == ["b", "a"]
    for given in ("z", ["a", "z"], [["a"]], [{}], True):
        with pytest.raises(ValueError, match="options"):
            tv.to_options(given, ["a", "b"])


@pytest.mark.parametrize(
    ("text", "pattern", "operator", "found"),
    [
        ("Gold", "old", "like", True),
        ("Gold", "OLD", "like", False),
        ("Gold", "OLD", "ilike", True),
        ("Gold", "old", "=like", False),
        ("Gold", "G%d", "=like", True),
        ("Gold", "g_ld", "=ilike", True),
        ("طلایی", "طلايي", "ilike", True),
        ("a.c", "abc", "ilike", False),
    ],
)
def test_like(text, pattern, operator, found):
    assert tv.like(text, pattern, operator) is found


def test_only_values_of_the_type_compare():
    assert tv.comparable(5, "integer")
    assert not tv.comparable(False, "integer")
    assert not tv.comparable("5", "float")
    assert tv.comparable("2026-01-01", "date")
    assert not tv.comparable(False, "date")
    assert not tv.comparable("", "char")
    assert [op for op in ("<", "<=", ">", ">=") if tv.compares(1, op, 1)] == ["<=", ">="]
