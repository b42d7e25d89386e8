"""What rules give for goods, when they hold, and what their limits leave (L5)."""

from datetime import date
from decimal import Decimal

import pytest

from crm_segments.tools import jalali
from loyalty_club.tools.goods import goods_points, matching
from loyalty_club.tools.occasions import in_hours, in_season, room

BOUGHT = [
    {"product": 1, "categories": [10, 1], "quantity": 2, "amount": 250000},
    {"product": 2, "categories": [20, 1], "quantity": 1.5, "amount": 90000},
]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"products": [1], "mode": "unit", "points": 5}, "10"),
        ({"products": [2], "mode": "unit", "points": 5}, "5"),  # one whole unit
        ({"categories": [1], "mode": "step", "step": 100000, "points": 10}, "30"),
        ({"categories": [20], "mode": "order", "points": 7}, "7"),
        ({"categories": [20], "mode": "order", "points": 7, "minimum": 100000}, "0"),
        ({"products": [3], "mode": "order", "points": 7}, "0"),
        ({"mode": "unit", "points": 2}, "6"),
    ],
)
def test_goods(params, expected):
    assert goods_points(params, BOUGHT) == Decimal(expected)


def test_what_came_back_gives_nothing():
    assert goods_points({"mode": "order", "points": 5}, [{**BOUGHT[0], "quantity": 0, "amount": 0}]) == 0
    assert matching({}, BOUGHT) == BOUGHT


@pytest.mark.parametrize(
    ("hour", "start", "end", "expected"),
    [
        (17, 17, 19, True),
        (19, 17, 19, False),
        (23, 22, 2, True),
        (1.5, 22, 2, True),
        (3, 22, 2, False),
        (3, 0, 0, True),
    ],
)
def test_hours(hour, start, end, expected):
    assert in_hours(hour, start, end) is expected


def test_a_season_that_comes_back_by_the_jalali_calendar():
    """1 to 13 Farvardin of each year."""
    first, last = jalali.to_gregorian(1404, 1, 1), jalali.to_gregorian(1404, 1, 13)

    def holds(day, repeat="yearly"):
        return in_season(day, first, last, repeat, jalali.from_gregorian)

    assert holds(jalali.to_gregorian(1407, 1, 13))
    assert not holds(jalali.to_gregorian(1407, 1, 14))
    assert not holds(jalali.to_gregorian(1403, 1, 5)), "not before it began"
    assert holds(jalali.to_gregorian(1405, 7, 2), "monthly")
    assert not holds(jalali.to_gregorian(1405, 1, 5), None)


def test_a_season_over_the_turn_of_the_year():
    def split(day):
        return day.year, day.month, day.day

    turn = (date(2025, 12, 20), date(2026, 1, 5), "yearly", split)
    assert in_season(date(2027, 1, 2), *turn)
    assert not in_season(date(2027, 1, 6), *turn)


def test_room():
    assert room({"day": 0, "month": 0}, {}) == (None, None)
    assert room({"day": 50, "month": 60}, {"day": 20, "month": 55}) == (Decimal(5), "month")
    assert room({"budget": 10}, {"budget": 12}) == (Decimal(0), "budget")
