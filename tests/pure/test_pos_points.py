"""The native program's arithmetic at the till, done again by the server (L3)."""

from decimal import Decimal

from loyalty_club_pos.tools.native_points import Line, Rule, cost, earned, least_cost

LINES = [Line(1, 2, 220, 200), Line(2, 1, 55, 50)]


def test_modes():
    assert earned([Rule("order", 7)], LINES) == 7
    assert earned([Rule("unit", 2)], LINES) == 6
    assert earned([Rule("money", 0.1)], LINES) == Decimal("27.50")
    assert earned([Rule("order", 7), Rule("unit", 1)], LINES) == 10


def test_products():
    assert earned([Rule("unit", 1, products=frozenset([2]))], LINES) == 1
    assert earned([Rule("order", 1, products=frozenset([3]))], LINES) == 0


def test_minimum():
    assert earned([Rule("order", 1, minimum_quantity=4)], LINES) == 0
    assert earned([Rule("order", 1, minimum_amount=275)], LINES) == 1
    assert earned([Rule("order", 1, minimum_amount=275, tax_included=False)], LINES) == 0


def test_returns_earn_nothing():
    assert earned([Rule("money", 1)], [Line(1, -1, -100, -100)]) == 0
    assert earned([Rule("order", 1)], []) == 0


def test_least_cost():
    assert least_cost("per_point", 1, 2, -500, 1) == 250
    assert least_cost("per_point", 10, 0, -500, 1) == 10
    assert least_cost("product", 40, 0, 0, 3) == 120
    assert least_cost("percent", 30, 10, -500, 1) == 30


def test_cost():
    assert cost(300, Decimal(250)) == 300
    assert cost(249.99, Decimal(250)) == Decimal("249.99")
    assert cost(0, Decimal(250)) == 250
    assert cost(-9000, Decimal(250)) == 250
