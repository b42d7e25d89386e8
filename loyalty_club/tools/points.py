"""The arithmetic of points: exact, in decimals, with no database and no clock.

Points have two decimals. Whatever comes in as a float is read through its shortest text, so that 0.1 is one tenth.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

ZERO = Decimal("0.00")
_CENT = Decimal("0.01")


def to_points(value):
    """A number as points: two decimals, half away from zero.

    :param value: int, float, str or Decimal; None and False count as nothing
    :rtype: Decimal
    """
    return Decimal(str(value or 0)).quantize(_CENT, rounding=ROUND_HALF_UP)


def full_steps(amount, step):
    """How many times a whole step fits into an amount: 299,999 holds two steps of 100,000.

    :param amount: the amount, negative counts as nothing
    :param step: the size of a step; nothing fits when it is not above zero
    :rtype: int
    """
    amount, step = Decimal(str(amount or 0)), Decimal(str(step or 0))
    if step <= 0 or amount <= 0:
        return 0
    return int((amount / step).to_integral_value(rounding=ROUND_DOWN))


def purchase_points(params, amount):
    """The points that a purchase rule gives for an amount.

    :param dict params: `mode` ("order" or "step"), `points`, `step`, `minimum`, as a rule keeps them in its snapshot
    :param amount: what was paid, refunds taken off, in the currency of the club
    :rtype: Decimal
    """
    amount = Decimal(str(amount or 0))
    if amount <= 0 or amount < Decimal(str(params.get("minimum") or 0)):
        return ZERO
    points = to_points(params.get("points"))
    if params.get("mode") == "step":
        return to_points(points * full_steps(amount, params.get("step")))
    return points


def share(points, part, whole):
    """The part of some points that belongs to a part of an amount, never more than all of them.

    :rtype: Decimal
    """
    part, whole = Decimal(str(part or 0)), Decimal(str(whole or 0))
    if whole <= 0 or part >= whole:
        return to_points(points)
    if part <= 0:
        return ZERO
    return to_points(to_points(points) * part / whole)
