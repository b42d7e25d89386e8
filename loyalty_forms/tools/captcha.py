"""The security text: a picture of digits that a person can read and a plain script cannot."""

import re

try:
    from captcha.image import ImageCaptcha
except ImportError:  # a server without it shows its forms without a picture, and says so to the manager
    ImageCaptcha = None

LENGTH = 5
# 1 and 7 look alike once they are bent, so 1 is left out.
ALPHABET = "023456789"


def available():
    """Whether this server can draw pictures."""
    return ImageCaptcha is not None


def make_text(choice):
    """A new text.

    :param choice: picks one character of a string, such as ``secrets.choice``
    :rtype: str
    """
    return "".join(choice(ALPHABET) for _index in range(LENGTH))


def draw(text):
    """The picture of a text.

    :return: bytes of a PNG
    """
    return ImageCaptcha(width=180, height=64).generate(text, format="png").getvalue()


def normalise(answer):
    """What counts of an answer: its digits.

    :param str answer: with Latin digits already
    :rtype: str
    """
    return re.sub(r"[^0-9]", "", answer)[:20]
