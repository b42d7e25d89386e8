"""Texts with ``{{alias}}`` in them, filled with what a sender typed.

The people who write these texts may not run code, and neither may the people whose answers are put in. So there is no
expression language here: a placeholder names one value, ``{{name|friend}}`` says what to write when it is empty, and
that is all. What is put into HTML is always escaped; inside a tag (``<a href="…">``) it is percent-encoded, so that it
can be a part of an address but never a scheme, a quote or a new attribute.
"""

import re
from urllib.parse import quote

from markupsafe import Markup, escape

from .direction import direction

_PLACEHOLDER = re.compile(r"\{\{\s*([^\W\d][\w.]*)\s*(?:\|([^{}|]*))?\}\}")
_TAG = re.compile(r"(<[^<>]*>)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
# What a telephone makes a link of; an e-mail address is none.
_LINK = re.compile(
    r"(?:https?://|www\.)\S*|(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?!\w|[@.-]\w)(?:[/:?#]\S*)?", re.IGNORECASE
)

# What one answer may add to a text message: a long answer must not turn a receipt into ten paid parts.
SHORT = 100


class Own(str):
    """A value of the shop itself, such as its name, which may look like a link."""


def names(template):
    """The placeholders that a text uses.

    :param str template: the text, or None
    :rtype: set
    """
    return {match[1] for match in _PLACEHOLDER.finditer(template or "")}


def _fill(template, values, encode):
    def replace(match):
        value = values.get(match[1])
        if value is None or value == "":
            value = (match[2] or "").strip()
        return encode(value if isinstance(value, str) else str(value))

    return _PLACEHOLDER.sub(replace, template)


def render_html(template, values):
    """Fill an HTML text, which was sanitised before, with escaped values.

    :param str template: the text, or None
    :param dict values: alias to text
    :rtype: Markup
    """
    parts = [
        _fill(part, values, lambda value: quote(value, safe=""))
        if part.startswith("<")
        else _fill(part, values, lambda value: str(escape(value)).replace("\n", "<br>"))
        for part in _TAG.split(str(template or ""))
    ]
    return Markup("".join(parts))


def render_text(template, values, short=None):
    """Fill a plain text.

    :param str template: the text, or None
    :param dict values: alias to text
    :param int short: for text messages: each value on one line, without links of a sender, cut to this many characters
    :rtype: str
    """

    def encode(value):
        if short is None:
            return value
        line = _CONTROL.sub(" ", value)
        return (line if isinstance(value, Own) else _LINK.sub("", line)).strip()[:short]

    return _fill(str(template or ""), values, encode)


def directed(body):
    """An HTML text for mail, told which way it is read.

    :param str body: filled and sanitised
    :rtype: Markup
    """
    return Markup('<div dir="%s">%s</div>') % (direction(Markup(_TAG.sub(" ", body)).unescape()), Markup(body))
