"""Makes up the shop's customers and what they bought. The same day gives the same shop: nothing here is random."""

import random
from collections import namedtuple
from datetime import datetime, time, timedelta

from ..tools.phone import normalise
from .words import CITIES, FAMILIES, GENRES, GROUPS, LATIN, MEN, TAGS, WOMEN

CUSTOMERS = 300
DAYS = 730

Customer = namedtuple("Customer", "name phone email city birthday group tag joined status address buys")
Purchase = namedtuple("Purchase", "customer moment state lines")

# How much more is bought in a month of the Gregorian year: Nowruz in March, school and university in September, Yalda
# in December.
SEASONS = {1: 0.8, 2: 1.2, 3: 2.2, 4: 0.5, 5: 0.9, 6: 0.8, 7: 0.7, 8: 1.0, 9: 2.0, 10: 1.4, 11: 1.0, 12: 1.6}
FAVOURITE = {"خوانندگان": "رمان", "دانشجویان": "کنکور ارشد", "کتابخانه‌ها و مدارس": "کودک", "همکاران": "شعر"}


def latin(word):
    """A Latin spelling of a Persian word, good enough for a made-up address.

    :rtype: str
    """
    return "".join(LATIN.get(letter, "") for letter in word)


def make_customers(today):
    """The people, with how eagerly each of them buys (``buys``: 0 for never, about 1 for average).

    :param date today: the day from which two years are counted back
    :rtype: list[Customer]
    """
    chance = random.Random(19)
    customers = []
    groups = [name for name, (_english, _waits, share) in GROUPS.items() for _count in range(share)]
    for number in range(CUSTOMERS):
        first = (WOMEN if number % 2 else MEN)[chance.randrange(30)]
        family = FAMILIES[chance.randrange(30)]
        group = groups[chance.randrange(len(groups))]
        joined = today - timedelta(days=int(DAYS * (1 - (number / CUSTOMERS) ** 0.8)))
        status = {3: "pending", 41: "blocked", 59: "inactive"}.get(number % 60, "active")
        customers.append(
            Customer(
                name=f"{first} {family}"
                if group in ("خوانندگان", "دانشجویان")
                else f"{chance.choice(GROUP_NAMES[group])} {family}",
                phone=normalise(f"0912{1_000_000 + number * 7919 % 8_999_999}"),
                email=f"{latin(first)}.{latin(family)}{number}@example.com" if chance.random() < 0.65 else False,
                city=CITIES[min(int(chance.expovariate(0.5)), len(CITIES) - 1)],
                birthday=today.replace(day=1) - timedelta(days=chance.randrange(18 * 365, 60 * 365)),
                group=group,
                tag=TAGS[chance.randrange(len(TAGS))] if chance.random() < 0.4 else False,
                joined=joined,
                status=status,
                # Addresses that are kept free for documentation (RFC 5737).
                address=f"203.0.113.{number % 250 + 1}" if number % 9 else f"198.51.100.{number % 250 + 1}",
                buys=0 if status == "pending" else chance.choice((0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1.5, 2.5, 5)),
            )
        )
    return customers


GROUP_NAMES = {
    "کتابخانه‌ها و مدارس": ("کتابخانهٔ", "دبستان", "دبیرستان"),
    "همکاران": ("کتاب‌فروشی", "نشر"),
}


def make_purchases(customers, today):
    """What they bought in two years, oldest first, more in the seasons of the book trade.

    :param list customers: as `make_customers` gave them
    :param date today: the last day
    :return: list of `Purchase`; ``lines`` are ``(title, quantity)``, ``state`` is sale, cancel or draft
    """
    chance = random.Random(405)
    titles = {genre: [title for title, _price in books] for genre, books in GENRES.items()}
    purchases = []
    for index, customer in enumerate(customers):
        for back in range((today - customer.joined).days, -1, -1):
            day = today - timedelta(days=back)
            if chance.random() > 0.0085 * customer.buys * SEASONS[day.month]:
                continue
            moment = datetime.combine(day, time(5 + chance.randrange(12), chance.randrange(60)))
            favourite = FAVOURITE[customer.group]
            lines = {}
            for _line in range(chance.choice((1, 1, 1, 2, 2, 3))):
                genre = favourite if chance.random() < 0.5 else chance.choice(list(titles))
                lines[chance.choice(titles[genre])] = chance.choice((1, 1, 1, 2))
            state = chance.choices(("sale", "cancel", "draft"), (94, 3, 3))[0]
            purchases.append(Purchase(index, moment, state, tuple(lines.items())))
    return sorted(purchases, key=lambda purchase: purchase.moment)
