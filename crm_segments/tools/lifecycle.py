"""The life cycle of a customer, and the names of RFM scores: what is agreed, without a database."""

# In the order in which a customer goes through them.
STAGES = ("lead", "prospect", "new", "repeat", "loyal", "at_risk", "lost", "won_back")

# The name of each pair of scores: rows are recency 1 to 5 (5: bought just now), columns frequency 1 to 5. The grid of
# ten names is the one in common use for RFM.
RFM_GRID = (
    ("hibernating", "hibernating", "leaving", "leaving", "cannot_lose"),
    ("hibernating", "hibernating", "leaving", "leaving", "cannot_lose"),
    ("about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"),
    ("promising", "potential", "potential", "loyal", "loyal"),
    ("newcomer", "potential", "potential", "champion", "champion"),
)


def rfm_names():
    """The names of the grid, row after row: the pair (r, f) is at place (r - 1) * 5 + f, counted from 1.

    :rtype: list[str]
    """
    return [name for row in RFM_GRID for name in row]


def stage_of(orders, days_since_last, rhythm, gap_before_last, is_prospect, rules):
    """The stage of a customer. The same rules stand in SQL in `club.customer.metric`; a test compares them.

    :param int orders: that count
    :param float days_since_last: since the last order, None without one
    :param float rhythm: usual days between two orders, None if unknown
    :param float gap_before_last: days between the last order and the one before, None if unknown
    :param bool is_prospect: whether sales has opportunities or quotations with a customer who never bought
    :param dict rules: ``at_risk_days``, ``lost_days``, ``rhythm_factor`` (0: not used), ``loyal_orders``
    :rtype: str
    """
    if not orders:
        return "prospect" if is_prospect else "lead"
    if days_since_last >= rules["lost_days"]:
        return "lost"
    if days_since_last >= at_risk_after(rhythm, rules):
        return "at_risk"
    if gap_before_last is not None and gap_before_last >= rules["lost_days"]:
        return "won_back"
    if orders >= rules["loyal_orders"]:
        return "loyal"
    return "repeat" if orders > 1 else "new"


def at_risk_after(rhythm, rules):
    """After how many days without an order a customer is at risk: those of the company, or sooner by his own rhythm.

    :rtype: float
    """
    if not rhythm or not rules["rhythm_factor"]:
        return rules["at_risk_days"]
    return min(rules["at_risk_days"], rhythm * rules["rhythm_factor"])


def expected_value(average, orders_a_year, chance):
    """What a customer is expected to buy for in the next twelve months.

    :param float average: of an order
    :param float orders_a_year: 365 / rhythm, or what the company expects of customers without one
    :param float chance: 0 to 1, that he comes again; by stage
    :rtype: float
    """
    return average * orders_a_year * chance
