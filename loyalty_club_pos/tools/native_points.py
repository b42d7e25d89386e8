"""The arithmetic of the native loyalty program, as the server does it again for an order of the till."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """A line that counts for earning."""

    product: int
    quantity: float
    incl: float
    excl: float


@dataclass(frozen=True)
class Rule:
    """A native earning rule; `products` is None when it holds for every product."""

    mode: str
    points: float
    minimum_quantity: float = 0
    minimum_amount: float = 0
    tax_included: bool = True
    products: frozenset = None


def _exact(value):
    return Decimal(str(value or 0))


def earned(rules, lines):
    """What native rules give for an order.

    :param list rules: `Rule`s of one program
    :param list lines: `Line`s, without rewards
    :rtype: Decimal
    """
    total = ZERO
    for rule in rules:
        ours = [line for line in lines if rule.products is None or line.product in rule.products]
        quantity = sum((_exact(line.quantity) for line in ours), ZERO)
        incl = sum((_exact(line.incl) for line in ours), ZERO)
        amount = incl if rule.tax_included else sum((_exact(line.excl) for line in ours), ZERO)
        if not ours or quantity <= 0 or quantity < _exact(rule.minimum_quantity):
            continue
        if amount < _exact(rule.minimum_amount):
            continue
        factor = {"order": Decimal(1), "unit": quantity, "money": incl}[rule.mode]
        total += (_exact(rule.points) * factor).quantize(CENT)
    return max(total, ZERO)


def least_cost(mode, required, rate, amount, sets):
    """What a reward costs at least.

    :param str mode: `"per_point"` (a point is worth `rate`), `"product"` (`required` for each set), else once
    :param required: points that the reward needs
    :param rate: what a point is worth
    :param amount: what the reward took off the order
    :param sets: how many times the product was given
    :rtype: Decimal
    """
    if mode == "per_point" and _exact(rate) > 0:
        cost = abs(_exact(amount)) / _exact(rate)
    elif mode == "product":
        cost = _exact(required) * max(_exact(sets), ZERO)
    else:
        cost = _exact(required)
    return cost.quantize(CENT)


def cost(claimed, least, tolerance=CENT):
    """What is taken for a reward: what the till says, but not less than it costs.

    :rtype: Decimal
    """
    claimed = _exact(claimed).quantize(CENT)
    return least if claimed < least - tolerance else claimed
