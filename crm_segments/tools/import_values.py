"""What people type into the cells of a customer list, read as values.

Each reader takes a cell (None, text, number, bool, date) and returns the value, or None for an empty cell, and raises
`CellError` with a code when there is something that cannot be meant.
"""

import datetime
import re
from decimal import Decimal, InvalidOperation

from . import jalali
from .phone import normalise
from .sheet_reader import as_text
from .text import fold, strip_invisible, to_latin_digits

_YES = {fold(word) for word in "1 y yes true x ✓ بله بلی آری دارد هست درست حقوقی شرکت company legal".split()}
_NO = {fold(word) for word in "0 n no false - خیر نه ندارد نیست نادرست حقیقی شخص person natural".split()}
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_SEPARATORS = re.compile(r"\s*[,;،؛|\n]\s*")
_NUMBER_NOISE = str.maketrans({"٬": None, ",": None, "٫": ".", "،": None, " ": None, "\u00a0": None, "−": "-"})
EXCEL_EPOCH = datetime.date(1899, 12, 30)
MAX_NUMBER = Decimal(10) ** 15


class CellError(ValueError):
    """A cell whose value cannot be read. ``code``: phone, email, number, date, boolean, choice, length."""

    def __init__(self, code, value=""):
        super().__init__(code, value)
        self.code = code
        self.value = as_text(value)[:80]


def read_text(value, limit=None):
    """:raise CellError: longer than the limit"""
    text = as_text(value)
    if limit and len(text) > limit:
        raise CellError("length", limit)
    return text or None


def read_phone(value, region="IR"):
    """A number in E.164, also when Excel has taken its leading zero; of several in a cell the first that is valid.

    :rtype: str
    """
    text = as_text(value)
    if not text:
        return None
    candidates = [text, *re.split(r"[,;،؛/\n]| - | و ", text)]
    if text.isascii() and text.isdigit() and not text.startswith(("0", "+")):
        candidates.append(f"+{text}")
    for candidate in candidates:
        number = normalise(candidate, region)
        if number:
            return number
    raise CellError("phone", value)


def read_email(value):
    """:rtype: str"""
    text = strip_invisible(as_text(value)).lower()
    if not text:
        return None
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise CellError("email", value)
    return text


def read_number(value, whole=False):
    """A number in any digits, with thousands separators or without.

    :rtype: float | int
    """
    if isinstance(value, bool | datetime.date | datetime.time):
        raise CellError("number", value)
    text = strip_invisible(to_latin_digits(as_text(value))).translate(_NUMBER_NOISE)
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise CellError("number", value) from error
    if not number.is_finite() or abs(number) > MAX_NUMBER or (whole and number != number.to_integral_value()):
        raise CellError("number", value)
    return int(number) if whole else float(number)


def read_date(value):
    """A day: a date cell, Excel's serial number, or text in the Jalali or Gregorian calendar.

    :rtype: datetime.date
    """
    if isinstance(value, datetime.datetime):
        day = value.date()
        # a Jalali date typed into a cell that Excel holds for Gregorian
        return _jalali_in_disguise(day) or day
    if isinstance(value, datetime.date):
        return _jalali_in_disguise(value) or value
    text = as_text(value)
    if not text:
        return None
    if isinstance(value, int | float) and 20_000 <= value <= 80_000:
        return EXCEL_EPOCH + datetime.timedelta(days=int(value))
    day_text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$", "", to_latin_digits(text))
    try:
        return jalali.parse(day_text)
    except ValueError as error:
        raise CellError("date", value) from error


def _jalali_in_disguise(day):
    if day.year >= jalali.FIRST_GREGORIAN_YEAR:
        return None
    try:
        return jalali.to_gregorian(day.year, day.month, day.day)
    except ValueError as error:
        raise CellError("date", day) from error


def read_boolean(value):
    """Yes or no, in words of both languages.

    :rtype: bool
    """
    word = fold(as_text(value))
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("boolean", value)


def read_choice(value, options):
    """One of some options, by its label in any language or by its technical name, in any spelling.

    :param dict options: folded word -> value, see `option_words`
    """
    word = fold(as_text(value))
    if not word:
        return None
    if word not in options:
        raise CellError("choice", value)
    return options[word]


def read_list(value):
    """The parts of a cell that holds several, such as tags, in their order and each once.

    :rtype: list[str]
    """
    parts = [part.strip() for part in _SEPARATORS.split(as_text(value)) if part.strip()]
    return list({fold(part): part for part in parts}.values())


def option_words(options):
    """The words by which options are found.

    :param options: iterable of ``(value, label)``; a value may come several times
    :rtype: dict
    """
    words = {}
    for value, label in options:
        for word in (fold(str(label)), fold(str(value))):
            if word:
                words.setdefault(word, value)
    return words
