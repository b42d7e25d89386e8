"""Colours that can be read on each other."""

import re

DARK, LIGHT = "#1b1f24", "#ffffff"


def _channel(value):
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour):
    """Relative luminance of a colour such as `#c9a227`, 0 to 1, as WCAG 2 defines it.

    :raise ValueError: when it is no such colour
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"not a colour: {colour}")
    red, green, blue = (_channel(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(colour):
    """Black or white, whichever has more contrast on a background.

    :rtype: str
    """
    try:
        own = luminance(colour)
    except ValueError:
        return LIGHT
    on_light, on_dark = 1.05 / (own + 0.05), (own + 0.05) / (luminance(DARK) + 0.05)
    return LIGHT if on_light >= on_dark else DARK
