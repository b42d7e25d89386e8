"""The arithmetic of the club, without Odoo (L4, L5, L6, L7)."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_segments.tools.jalali import from_gregorian
from loyalty_club.tools import tiers
from loyalty_club.tools.birthdays import birthday_year, gregorian, near
from loyalty_club.tools.display import show_number
from loyalty_club.tools.lots import Account, Entry, NotEnoughPoints, Plan
from loyalty_club.tools.points import full_steps, purchase_points, share, to_points


@pytest.mark.parametrize(
    ("amount", "step", "steps"),
    [
        (300000, 100000, 3),
        (299999.99, 100000, 2),
        (99999, 100000, 0),
        (0.3, 0.1, 3),
        (-5, 1, 0),
        (5, 0, 0),
        (None, 1, 0),
    ],
)
def test_full_steps(amount, step, steps):
    assert full_steps(amount, step) == steps


def test_purchase_points():
    fixed, step = {"points": "50.00"}, {"mode": "step", "points": "10.00", "step": 100000, "minimum": 150000}
    assert purchase_points(fixed, 1) == 50
    assert purchase_points(fixed, 0) == 0
    assert purchase_points(step, 300000) == 30
    assert purchase_points(step, 149999) == 0
    assert purchase_points({**step, "minimum": None}, 149999) == 10


def test_to_points():
    assert to_points(0.1) + to_points(0.2) == to_points(0.3)
    assert to_points(0.005) == Decimal("0.01")
    assert to_points(-0.005) == Decimal("-0.01")
    assert to_points(None) == 0


def test_share():
    assert share(100, 1, 3) == Decimal("33.33")
    assert share(100, 5, 3) == 100
    assert share(100, 0, 3) == 0


def _plan(*entries, account=None):
    plan = Plan({1: account or Account(1)})
    for points, values in entries:
        plan.add(Entry(1, Decimal(points), values.pop("kind", "adjust"), **values))
    return plan


def assert_law(plan):
    """The sum of the rows is what the lots have, less the overdraft; so it is for each lot."""
    [account] = plan.accounts.values()
    total = sum(row.points for row in plan.rows)
    assert total == sum(lot.remaining for lot in account.lots.values()) - account.overdraft
    for ref, lot in account.lots.items():
        assert lot.remaining >= 0
        assert lot.held >= 0
        assert sum(row.points for row in plan.rows if row.lot == ref) == lot.remaining


def test_what_ends_first_is_drawn_first():
    today = date(2026, 1, 1)
    plan = _plan((10, {}), (10, {"expires_on": today + timedelta(9)}), (10, {"expires_on": today}), (-15, {}))
    assert [row.points for row in plan.rows[-2:]] == [-10, -5]
    assert [lot.remaining for lot in plan.accounts[1].lots.values()] == [10, 5, 0]
    assert_law(plan)


def test_overdraft_is_refused_or_settled():
    with pytest.raises(NotEnoughPoints) as error:
        _plan((10, {}), (-11, {}))
    assert (error.value.card_id, error.value.missing) == (1, 1)
    plan = _plan((10, {}), (-15, {"overdraft": True}))
    assert plan.accounts[1].overdraft == 5
    plan.add(Entry(1, Decimal(3), "adjust"))
    plan.add(Entry(1, Decimal(10), "adjust"))
    assert plan.accounts[1].overdraft == 0
    assert_law(plan)


def test_held_points_are_taken_back():
    plan = _plan((50, {"available_on": date(2026, 1, 8)}))
    [lot] = plan.accounts[1].lots.values()
    assert (lot.remaining, lot.held) == (0, 50)
    plan.add(Entry(1, Decimal(-50), "reverse", lot=lot.ref))
    assert (lot.remaining, lot.held) == (0, 0)
    assert_law(plan)


def test_law_holds_whatever_happens():
    """Ten thousand movements in random order keep the law after each."""
    source = random.Random(7)
    for _round in range(100):
        plan = _plan()
        for _step in range(100):
            account = plan.accounts[1]
            lot = source.choice([None, *account.lots])
            expires_on = source.choice([None, date(2026, 1, 1) + timedelta(source.randrange(50))])
            points = Decimal(source.randrange(-500, 500)) / 100
            plan.add(Entry(1, points, "adjust", lot=lot, expires_on=expires_on, overdraft=True))
            assert_law(plan)


TIERS = [tiers.Tier(1, Decimal(0), "p"), tiers.Tier(2, Decimal(80), "p"), tiers.Tier(3, Decimal(2), "orders")]


def test_tiers():
    following, missing, percent = tiers.progress(TIERS, {"p": 60}, 1)
    assert (following.ref, missing, percent) == (2, 20, 75)
    assert tiers.progress(TIERS, {}, 3)[0] is None
    assert tiers.progress(TIERS, {}, None)[0].ref == 1


def test_shown_as_read():
    assert show_number(1234567.5, "fa_IR") == "۱٬۲۳۴٬۵۶۷٫۵۰"
    assert show_number(85.0, "en_US") == "85"


@pytest.mark.parametrize(
    ("born", "day", "jalali", "year"),
    [
        (date(1990, 5, 4), date(2026, 5, 4), False, 2026),
        (date(1990, 5, 4), date(2026, 5, 5), False, None),
        (date(1992, 2, 29), date(2026, 2, 28), False, 2026),
        (date(1992, 2, 29), date(2028, 2, 28), False, None),
        (date(1990, 3, 21), date(2026, 3, 21), True, 1405),  # 1 Farvardin
        (date(1989, 3, 21), date(2028, 3, 20), True, 1407),  # 1 Farvardin falls on another day
        (date(2021, 3, 20), date(2027, 3, 20), True, 1405),  # 30 Esfand, in a year of 29
    ],
)
def test_birthday(born, day, jalali, year):
    assert birthday_year(born, day, from_gregorian if jalali else gregorian) == year
    if year:
        assert f"{born:%m-%d}" in near(day)
