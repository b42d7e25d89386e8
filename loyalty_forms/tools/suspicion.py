"""Signs that a machine wrote an entry. Nothing is refused for them: such an entry waits among spam, from where people
can release it."""

import re

_LINK = re.compile(r"https?://|www\.|\[url|<a\s|href=", re.IGNORECASE)
MOST_LINKS = 2


def is_suspicious(texts):
    """Whether texts look like what spamming scripts send: many links, or the same text with a link in several fields.

    :param texts: what was written into free texts
    :rtype: bool
    """
    written = [text for text in texts if isinstance(text, str)]
    links = [text for text in written if _LINK.search(text)]
    if sum(len(_LINK.findall(text)) for text in written) > MOST_LINKS:
        return True
    return len(links) > 1 and len(set(links)) < len(links)
