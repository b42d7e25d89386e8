"""Under which spelling a value is looked up."""

MAX_KEY = 100


def lookup_key(text):
    """The key of a folded text: its letters and digits alone, so that spaces, dashes, dots and brackets do not matter.

    :param str text: as `crm_segments.tools.text.fold` gives it
    :rtype: str
    """
    return "".join(char for char in text if char.isalnum())[:MAX_KEY]


def value_text(value):
    """How a stored number or text is spelled for looking it up: 12.0 is 12.

    :param value: number or text
    :rtype: str
    """
    return format(value, ".15g") if isinstance(value, float) else str(value)
