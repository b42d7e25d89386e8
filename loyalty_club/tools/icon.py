"""A star on a plain ground, as an icon."""

from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw


def star_icon(size, background, colour):
    """A picture of a five-pointed star.

    :param int size: width and height in pixels
    :param str background: colour such as `#c9a227`
    :param str colour: colour of the star
    :return: a PNG
    :rtype: bytes
    """
    image = Image.new("RGB", (size, size), background)
    middle, radii = size / 2, (size * 0.34, size * 0.14)
    points = [
        (middle + radii[step % 2] * sin(step * pi / 5), middle - radii[step % 2] * cos(step * pi / 5))
        for step in range(10)
    ]
    ImageDraw.Draw(image).polygon(points, fill=colour)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
