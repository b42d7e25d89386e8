"""Folding of Persian and Arabic text, so that what was typed one way is found when typed another way.

The same word reaches us from keyboards that differ in digits (Persian, Arabic, Latin), in letters (ي and ی, ك and ک),
in half-spaces and in invisible direction marks. Everything that searches, matches or looks up goes through `fold`;
everything that reads a number goes through `to_latin_digits`.
"""

import re
import unicodedata

_DIGITS = {ord(char): str(index % 10) for index, char in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_LETTERS = {
    ord("ي"): "ی",
    ord("ى"): "ی",
    ord("ئ"): "ی",
    ord("ك"): "ک",
    ord("ة"): "ه",
    ord("ۀ"): "ه",
    ord("أ"): "ا",
    ord("إ"): "ا",
    ord("ٱ"): "ا",
    ord("آ"): "ا",
    ord("ؤ"): "و",
    ord("ـ"): None,
}
_SPACES = re.compile(r"\s+")


def to_latin_digits(text):
    """Replace Persian and Arabic digits by Latin ones and leave all else as it is.

    :param str text: any text
    :rtype: str
    """
    return text.translate(_DIGITS)


def to_persian_digits(text):
    """Replace Latin digits by Persian ones, for display only.

    :param str text: any text
    :rtype: str
    """
    return re.sub(r"[0-9]", lambda match: chr(ord("۰") + int(match[0])), text)


def strip_invisible(text):
    """Remove half-spaces, direction marks and other characters without a shape (Unicode category Cf).

    :param str text: any text
    :rtype: str
    """
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def fold(text):
    """The form under which texts are compared: one spelling for all ways of typing the same.

    Latin digits, Persian letters, lower case, no half-spaces, no vowel marks or accents, single spaces.

    :param str text: any text, or None
    :rtype: str
    """
    if not text:
        return ""
    text = to_latin_digits(text).translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn"))
    return _SPACES.sub(" ", text.casefold()).strip()
