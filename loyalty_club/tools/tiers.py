"""Which tier a member has earned, and what is missing to the next one."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Tier:
    """A tier as the arithmetic needs it; `metric` names the measure, such as ("points", 365)."""

    ref: int
    threshold: Decimal
    metric: tuple


def progress(tiers, metrics, current_ref):
    """What is missing to the tier above.

    :param current_ref: `ref` of the member's tier, or None
    :return: `(next Tier or None, missing, percent)`
    """
    refs = [tier.ref for tier in tiers]
    position = refs.index(current_ref) if current_ref in refs else -1
    if position + 1 >= len(tiers):
        return None, Decimal(0), 100
    following = tiers[position + 1]
    value = Decimal(str(metrics.get(following.metric, 0)))
    missing = max(following.threshold - value, Decimal(0))
    percent = 100 if following.threshold <= 0 else int(min(value / following.threshold, Decimal(1)) * 100)
    return following, missing, max(percent, 0)
