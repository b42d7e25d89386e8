"""Addresses of forms."""

import re

_VALID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


def is_slug(text):
    """Whether a text can be the last part of a form's address: small Latin letters, digits and dashes.

    :rtype: bool
    """
    return bool(_VALID.fullmatch(text or ""))


def slugify(text):
    """An address made from a name, or an empty text when the name has no Latin letters.

    :rtype: str
    """
    return re.sub(r"[^a-z0-9]+", "-", (text or "").lower()).strip("-")[:48].strip("-")
