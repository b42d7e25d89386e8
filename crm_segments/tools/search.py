"""The one line of text in which a customer is found, and the terms into which a search is cut."""

import re

from .text import fold, to_latin_digits

_PHONE_LIKE = re.compile(r"^[+()\d\s./-]+$")
_NOT_DIGIT = re.compile(r"\D")


def search_text(texts, phones):
    """What is stored to be searched.

    Numbers are there once as typed, once as bare digits, and once in the national spelling with a leading zero, so that
    0912..., 912..., 98912... and +98912... all are parts of it.

    :param list texts: names, e-mail, references; empty ones are skipped
    :param list phones: as typed and in E.164
    :rtype: str
    """
    parts = [fold(text) for text in texts if text]
    parts += [_NOT_DIGIT.sub("", part) for part in parts if _PHONE_LIKE.match(part)]
    for phone in phones:
        digits = _NOT_DIGIT.sub("", to_latin_digits(phone or ""))
        if digits:
            parts.append(digits)
            if digits.startswith("98") and len(digits) == 12:
                parts.append(f"0{digits[2:]}")
    return " ".join(dict.fromkeys(parts))


def search_terms(typed):
    """The terms that all must be found.

    :param str typed: what the user typed
    :return: list of folded terms; a number, however spaced, is one term
    """
    folded = fold(str(typed).replace("\x00", ""))
    if _PHONE_LIKE.match(folded):
        digits = _NOT_DIGIT.sub("", folded)
        return [digits.removeprefix("00") if len(digits) > 4 else digits] if digits else []
    return folded.split()
