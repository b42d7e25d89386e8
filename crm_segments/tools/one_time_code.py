"""One-time codes: how they are made, read and kept."""

import hashlib
import hmac
import re
import secrets

from .text import to_latin_digits

DIGITS = 6


def new_code():
    """A code that nobody can guess.

    :rtype: str
    """
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def new_token():
    """The other half of the proof: stays with whoever asked for the code, and is never stored as it is.

    :rtype: str
    """
    return secrets.token_urlsafe(32)


def read_code(raw):
    """The code in what was typed: any digits, with spaces or dashes between them.

    :rtype: str
    """
    return re.sub(r"[^0-9]", "", to_latin_digits((raw or "")[:64]))


def hash_token(token):
    """Under what a token is found.

    :rtype: str
    """
    return hashlib.sha256((token or "").encode()).hexdigest()


def hash_code(token, number, code):
    """What is kept of a code. Its key is the token, which the database does not have: six digits alone could be found
    by trying them all.

    :param str token: from `new_token`
    :param str number: E.164
    :param str code: digits
    :rtype: str
    """
    return hmac.new((token or "-").encode(), f"{number}:{code}".encode(), hashlib.sha256).hexdigest()
