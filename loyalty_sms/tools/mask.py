"""Keeping credentials out of logs and errors."""

import re
from urllib.parse import quote, quote_plus

MASK = "•••"
# Where providers want the key inside the address: /v1/KEY/… and ?password=…
_IN_PATH = re.compile(r"(/v1/)[^/\s?]{8,}(/)")
_IN_QUERY = re.compile(r"(?i)\b((?:user(?:name)?|pass(?:word)?|api[-_]?key|key|token|secret)=)[^&\s'\")]+")
_IN_REPORT = re.compile(r"(/sms/club/(?:report|inbound)/\d+-)[\w-]+")


def mask(text, secrets=()):
    """Replace secrets by a mask.

    :param str text: an error, an address or an answer
    :param secrets: the values to hide, in plain or as they stand in an address
    :rtype: str
    """
    text = str(text)
    for secret in sorted((str(secret) for secret in secrets if secret), key=len, reverse=True):
        for spelling in (secret, quote(secret, safe=""), quote_plus(secret)):
            text = text.replace(spelling, MASK)
    return mask_address(text)


def mask_address(text):
    """Replace what stands where addresses carry credentials.

    :param str text: any text with addresses in it
    :rtype: str
    """
    text = _IN_PATH.sub(rf"\1{MASK}\2", text)
    text = _IN_QUERY.sub(rf"\1{MASK}", text)
    return _IN_REPORT.sub(rf"\1{MASK}", text)
