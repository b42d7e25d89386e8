"""Values of typed properties: what counts as empty, what is stored for what was given, and how two of them compare.

A property's value lives in a JSON column. JSON knows neither dates nor types that are enforced, so the same few rules
must hold wherever a value is written, searched in SQL or compared in Python. They are here, once:

* empty values (false, null, "", [], {}) are never stored, their key is left out; the number 0 is a value;
* numbers are JSON numbers, dates ``YYYY-MM-DD``, date-times ``YYYY-MM-DD HH:MM:SS`` in UTC;
* an empty value never matches a comparison.
"""

import math
import re
from datetime import date, datetime, time, timezone
from decimal import Decimal

from .text import fold, to_latin_digits

NUMBERS = ("integer", "float", "monetary")
TEMPORALS = ("date", "datetime")
TEXTS = ("char", "text", "html")
LISTS = ("tags", "many2many")

DATE_FORMAT = "%Y-%m-%d"
DATETIME_FORMAT = "%Y-%m-%d %H:%M:%S"

# The largest whole number that browsers and JSON readers keep exactly.
MAX_INTEGER = 2**53 - 1
# Reading very long ones costs time that a stranger could waste.
MAX_NUMBER_LENGTH = 100

_THOUSANDS = str.maketrans({",": None, "٬": None, "_": None, " ": None, "\u200c": None, "٫": "."})


def is_empty(value):
    """Whether a value is left out instead of stored.

    :rtype: bool
    """
    return value is None or value is False or (not isinstance(value, (int, float, Decimal)) and not value)


def without_empty(values):
    """The values worth storing, dates turned into the text that JSON can hold.

    :param dict values: values by property name
    :rtype: dict
    """
    return {name: jsonable(value) for name, value in values.items() if not is_empty(value)}


def jsonable(value):
    """Dates as text, in UTC; all else as it is."""
    if isinstance(value, datetime):
        return datetime_text(value)
    if isinstance(value, date):
        return value.strftime(DATE_FORMAT)
    return value


def datetime_text(value):
    """A date-time (UTC when it carries no zone) or a date, as it is stored.

    :param datetime.date value: date or date-time
    :rtype: str
    """
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    if value.tzinfo:
        value = value.astimezone(timezone.utc)
    return value.strftime(DATETIME_FORMAT)


def to_number(value, whole=False):
    """Read a number, also from text with Persian or Arabic digits and separators.

    :param value: number or text
    :param bool whole: refuse fractions, answer an int
    :rtype: int | float
    :raise ValueError: if it is no finite number
    """
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is not a number")
    if isinstance(value, str):
        if len(value) > MAX_NUMBER_LENGTH:
            raise ValueError("this is too long for a number")
        text = to_latin_digits(value).translate(_THOUSANDS).strip().replace("−", "-")
        value = int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else float(text)
    if not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"{value!r} is not a number")
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise ValueError(f"{value!r} is not a finite number")
    if isinstance(value, Decimal):
        value = float(value)
    if whole or isinstance(value, int):
        if value != int(value) or abs(value) > MAX_INTEGER:
            raise ValueError(f"{value!r} is not a whole number in range")
        return int(value)
    return value


def to_temporal(value, kind):
    """Read a date or date-time that is exact (an object or ISO text), as it is stored.

    :param value: date, date-time or text
    :param str kind: "date" or "datetime"
    :rtype: str
    :raise ValueError: if it is none
    """
    if isinstance(value, str):
        text = to_latin_digits(value).strip()
        if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(f"{value!r} is not a date")
        value = datetime.fromisoformat(re.sub(r"Z$", "+00:00", text))
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is not a date")
    if kind == "datetime":
        return datetime_text(value)
    return value.strftime(DATE_FORMAT)


def to_text(value):
    """Text that PostgreSQL can hold in JSON.

    :rtype: str
    :raise ValueError: for anything but text and numbers, and for characters that JSON in PostgreSQL refuses
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(f"{value!r} is not text")
    value = str(value)
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("the text has characters that cannot be stored")
    return value


def to_options(value, options):
    """Keys out of a list of options, each once.

    :param value: a key or a list of keys
    :param options: the known keys
    :rtype: list
    :raise ValueError: for an unknown key
    """
    values = list(value) if isinstance(value, (list, tuple, set)) else [value]
    for key in values:
        if not isinstance(key, (str, int)) or isinstance(key, bool) or key not in options:
            raise ValueError(f"{key!r} is not among the options")
    return list(dict.fromkeys(values))


def like(text, pattern, operator, folded=True):
    """The domain operators ``like``, ``ilike``, ``=like``, ``=ilike`` in Python.

    :param str text: the text searched in
    :param str pattern: what was typed, with the wildcards % and _
    :param str operator: a positive operator
    :param bool folded: where case is ignored, ignore ways of typing too
    :rtype: bool
    """
    if operator.endswith("ilike"):
        same = fold if folded else str.lower
        text, pattern = same(text), same(pattern)
    if not operator.startswith("="):
        pattern = f"%{pattern}%"
    regex = "".join({"%": ".*", "_": "."}.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(regex, text, re.DOTALL) is not None


def comparable(value, kind):
    """Whether a stored value is of its type, so that it may match a comparison (JSON false is no number).

    :rtype: bool
    """
    if kind in NUMBERS:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, str) and bool(value)


def compares(value, operator, bound):
    """One of the four comparisons between two values of one type."""
    if operator == "<":
        return value < bound
    if operator == "<=":
        return value <= bound
    if operator == ">":
        return value > bound
    return value >= bound
