"""Web sites, as browsers name them in security headers."""

import re

_ORIGIN = re.compile(r"(https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?)/?")


def clean_origin(text):
    """The origin that a line names. Nothing else gets into a header: no path, no wildcard, no space, no semicolon.

    :param str text: such as ``https://Shop.example.com/``
    :return: ``https://shop.example.com``, or None
    """
    match = _ORIGIN.fullmatch((text or "").lower())
    return match and match[1]
