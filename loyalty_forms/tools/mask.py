"""Patterns that answers must have, in a form that a shop can write and that no answer can slow down."""

import re

_SIGNS = {"9": "[0-9]", "A": r"[^\W\d_]", "*": r"[^\W_]"}


def matches(mask, text):
    """Whether a text has the form of a mask, where 9 stands for a digit, A for a letter, * for either and everything
    else for itself: ``AA-9999``.

    :param str mask: the mask
    :param str text: with Latin digits
    :rtype: bool
    """
    return bool(re.fullmatch("".join(_SIGNS.get(sign) or re.escape(sign) for sign in mask), text))
