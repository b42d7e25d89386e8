"""Which gateways may carry a message, in which order."""

from typing import NamedTuple


class Route(NamedTuple):
    """One rule. Empty values match everything."""

    prefix: str
    country: str
    purpose: str
    gateways: tuple
    key: int = 0  # whatever the caller knows the route by


def choose_gateways(routes, number, country, purpose, default=()):
    """The route of a message, with the gateways to try, best first.

    The most particular matching route wins: the longer prefix, then the country, then the purpose, then the order
    of the list.

    :param routes: the company's routes in their order
    :param str number: E.164
    :param str country: ISO code of the number's country
    :param str purpose: marketing, service or code
    :param tuple default: gateways when no route matches
    :return: the `Route` that decides; of the default one the key is 0
    :rtype: Route
    """
    best, best_score = Route("", "", "", tuple(default)), None
    for route in routes:
        if not number.startswith(route.prefix or ""):
            continue
        if route.country and route.country != country or route.purpose and route.purpose != purpose:
            continue
        score = (len(route.prefix or ""), bool(route.country), bool(route.purpose))
        if best_score is None or score > best_score:
            best, best_score = route, score
    return best
