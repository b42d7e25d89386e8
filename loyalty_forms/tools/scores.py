"""Net promoter score and customer satisfaction, as figures whose average over answers is the score.

The net promoter score is the share of promoters (9 and 10 of 10) less the share of detractors (0 to 6), in per cent:
https://en.wikipedia.org/wiki/Net_promoter_score. Satisfaction is the share of the two best of five marks.
"""


def nps_balance(score):
    """:param int score: 0 to 10, or None
    :return: 100, 0 or -100; None where there is no score
    """
    if score is None:
        return None
    return 100 if score >= 9 else 0 if score >= 7 else -100


def csat(stars):
    """:param int stars: 1 to 5, or None
    :return: 100 or 0; None where there are no stars
    """
    return None if stars is None else 100 if stars >= 4 else 0


def summary(rows):
    """What many answers add up to.

    :param rows: iterable of (score of 0 to 10 or None, stars of 1 to 5 or None, how many gave both)
    :return: dict with ``nps`` (-100 to 100) and ``csat`` (0 to 100), rounded, None where nobody answered; ``asked`` and
        ``rated``, how many gave a score and stars; ``groups``, counts of promoters, passives and detractors; ``stars``,
        counts of 5 stars down to 1
    """
    groups, stars = {100: 0, 0: 0, -100: 0}, dict.fromkeys(range(5, 0, -1), 0)
    for score, star, count in rows:
        if score is not None:
            groups[nps_balance(score)] += count
        if star is not None:
            stars[int(star)] += count
    asked, rated = sum(groups.values()), sum(stars.values())
    return {
        "nps": round(100 * (groups[100] - groups[-100]) / asked) if asked else None,
        "csat": round(100 * (stars[5] + stars[4]) / rated) if rated else None,
        "asked": asked,
        "rated": rated,
        "groups": list(groups.values()),
        "stars": list(stars.values()),
    }
