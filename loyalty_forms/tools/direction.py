"""Which way a text is read, by the bidirectional classes of its letters (Unicode Standard Annex 9)."""

import unicodedata


def direction(text):
    """Mail programs read from left to right unless told, and not all of them know ``dir="auto"``.

    :param str text: plain; figures and signs do not count, and one foreign name does not turn it round
    :return: rtl or ltr
    """
    classes = [unicodedata.bidirectional(letter) for letter in text or ""]
    return "rtl" if classes.count("AL") + classes.count("R") > classes.count("L") else "ltr"
