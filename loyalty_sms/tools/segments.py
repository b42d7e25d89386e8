"""How many parts a text takes, counted as operators do."""

from typing import NamedTuple

_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = set("\f^{}\\[~]|€")  # an escape and a letter: two units


class Segments(NamedTuple):
    """The encoding of a text, its length in units of that encoding, and the parts it is split into."""

    encoding: str
    units: int
    parts: int


def _parts(sizes, single, multi):
    """Count parts; a character of two units is never split between two parts."""
    if sum(sizes) <= single:
        return 1
    parts, room = 1, multi
    for size in sizes:
        if size > room:
            parts, room = parts + 1, multi
        room -= size
    return parts


def count_segments(text):
    """Count the parts of a text: 160 or 153 units a part in GSM-7, 70 or 67 in UCS-2.

    One character outside of GSM-7 (any Persian letter) makes the whole text UCS-2, where an emoji is two units.

    :param str text: the text as it is sent
    :rtype: Segments
    """
    text = text or ""
    if all(char in _BASIC or char in _EXTENDED for char in text):
        sizes = [2 if char in _EXTENDED else 1 for char in text]
        return Segments("gsm7", sum(sizes), _parts(sizes, 160, 153))
    sizes = [2 if ord(char) > 0xFFFF else 1 for char in text]
    return Segments("ucs2", sum(sizes), _parts(sizes, 70, 67))
