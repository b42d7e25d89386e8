"""The security text: digits in a picture that a person can read and a plain script cannot, and the same digits spoken,
for those who do not see the picture."""

import re
from pathlib import Path

try:
    from captcha.audio import AudioCaptcha
    from captcha.image import ImageCaptcha
except ImportError:  # a server without it shows its forms without a picture, and says so to the manager
    AudioCaptcha = ImageCaptcha = None

LENGTH = 5
# Once they are bent, 1 and 7 look alike and so do the Persian 2 and 3; the Persian 0 is but a dot.
ALPHABET = "2456789"
# Dark on the light background, and as opaque: the library takes the lightness of the ink for its strength.
_INK = (64, 44, 84)
_STRENGTH = [min(255, 6 * lightness) for lightness in range(256)]
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
# The library's own font has no Persian digits; Debian's Odoo brings this one along.
_PERSIAN_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_PERSIAN_VOICE = Path(__file__).parent.parent / "sounds" / "fa"


def available():
    """Whether this server can draw pictures."""
    return ImageCaptcha is not None


def chooser(digest):
    """Picks characters as a secret digest says: the same digest makes the same text.

    :param str digest: hexadecimal
    :return: a function for `make_text`
    """
    numbers = iter(bytes.fromhex(digest))
    return lambda signs: signs[next(numbers) % len(signs)]


def make_text(choice):
    """A new text.

    :param choice: picks one character of a string
    :rtype: str
    """
    return "".join(choice(ALPHABET) for _index in range(LENGTH))


def draw(text, persian=False):
    """The picture of a text.

    :param bool persian: with Persian digits, if the server has a font for them
    :return: bytes of a PNG
    """
    fonts = None
    if persian and _PERSIAN_FONT.exists():
        text, fonts = text.translate(_PERSIAN), [str(_PERSIAN_FONT)]
    picture = ImageCaptcha(width=180, height=64, fonts=fonts, font_sizes=(48, 52, 56))
    # Bent as much as the library would, the digits run into each other and people cannot read them.
    picture.character_rotate, picture.word_offset_dx = (-15, 15), 0.1
    picture.lookup_table = _STRENGTH
    picture.character_warp_dx, picture.character_warp_dy = (0.05, 0.15), (0.1, 0.2)
    return picture.generate(text, format="png", fg_color=_INK).getvalue()


def speak(text, persian=False):
    """The sound of a text, with noise behind it.

    :return: bytes of a WAV
    """
    return bytes(AudioCaptcha(voicedir=str(_PERSIAN_VOICE) if persian else None).generate(text))


def normalise(answer):
    """What counts of an answer: its digits.

    :param str answer: with Latin digits already
    :rtype: str
    """
    return re.sub(r"[^0-9]", "", answer)[:20]
