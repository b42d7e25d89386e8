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
