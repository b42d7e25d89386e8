"""Links in texts: which of them may be shortened, and putting the short ones in their place."""

import re
import secrets
import string

_LINK = re.compile(r"https?://[\w@:%.+&~#=/-]+(?:\?\S+)?")
_AFTER = ".,:;!?)]}»،؛؟…"  # ends a sentence, not an address
_LETTERS = string.ascii_letters + string.digits
CLICK_CODE = 6  # letters
LINK_CODE = 7  # letters: with a million links a guess still hits one in millions
# Who finds the message also finds what it leads to, so an address that lets its holder in stays long and visible.
_SECRET = re.compile(r"(token|hash|secret|passw|signup|auth|sig|key)[^/?&=#]*=|/reset_password|/signup", re.IGNORECASE)


def random_code(length):
    """:return: letters and digits that nobody can guess"""
    return "".join(secrets.choice(_LETTERS) for _place in range(length))


def click_code():
    """:return: a random code that tells in whose message a link was opened"""
    return random_code(CLICK_CODE)


def links_to_shorten(text, base):
    """The addresses in a text that short links may stand for.

    :param str base: our own address; what is short already and pages that opt out stay as they are
    :return: list of addresses, each once
    """
    ours = (f"{base}/r/", f"{base}/sms/")
    links = dict.fromkeys(match[0].rstrip(_AFTER) for match in _LINK.finditer(text or ""))
    return [link for link in links if not link.startswith(ours) and not _SECRET.search(link)]


def put_links(text, short):
    """Put short links in the place of long ones.

    :param dict short: ``{long: short}``
    :rtype: str
    """

    def put(match):
        link = match[0].rstrip(_AFTER)
        return short.get(link, link) + match[0][len(link) :]

    return _LINK.sub(put, text)
