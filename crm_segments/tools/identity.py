"""Identifiers of natural and legal persons in Iran, with their check digits."""

import re

from .text import to_latin_digits

_NATIONAL_ID_WEIGHTS = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)
_SEPARATORS = re.compile(r"[\s\-./]")


def clean_digits(raw):
    """An identifier without separators and with Latin digits; what is no digit stays and is refused by the checks.

    :param str raw: as typed
    :rtype: str
    """
    return _SEPARATORS.sub("", to_latin_digits(raw or ""))


def is_national_code(code):
    """Whether ten digits are a national code of a natural person: the last is 11 less the weighted sum modulo 11.

    :param str code: as `clean_digits` returns it
    :rtype: bool
    """
    if len(code) != 10 or not (code.isascii() and code.isdecimal()) or len(set(code)) == 1:
        return False
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(code[:9])) % 11
    return int(code[9]) == (rest if rest < 2 else 11 - rest)


def is_national_id(code):
    """Whether eleven digits are the national id of a legal person (شناسه ملی).

    The tenth digit plus two is added to each of the first ten; their weighted sum modulo 11, of which 10 counts as 0,
    is the last digit.

    :param str code: as `clean_digits` returns it
    :rtype: bool
    """
    if len(code) != 11 or not (code.isascii() and code.isdecimal()) or len(set(code)) == 1:
        return False
    shift = int(code[9]) + 2
    rest = sum((int(digit) + shift) * weight for digit, weight in zip(code, _NATIONAL_ID_WEIGHTS, strict=False)) % 11
    return int(code[10]) == rest % 10


def is_economic_code(code):
    """Whether it has the form of an economic code: 12 digits, new ones 11 or 14; it has no check digit of its own.

    :param str code: as `clean_digits` returns it
    :rtype: bool
    """
    return len(code) in (11, 12, 14) and code.isascii() and code.isdecimal()
