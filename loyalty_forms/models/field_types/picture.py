import io

# Odoo keeps Pillow from loading its readers by itself: each one that is used is named.
from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin  # noqa: F401

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools import upload
from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

_MOST_PIXELS = 40_000_000
_SIDE = 1920


class LoyaltyFormFieldPicture(models.AbstractModel):
    """A picture. It is drawn anew on the server, so that neither the place where it was taken nor anything else hidden
    in the file is kept."""

    _name = "loyalty.form.field.picture"
    _inherit = "loyalty.form.field.file"
    _description = "Form Field: Picture"

    _label = _lt("Picture")
    _sequence = 86
    _icon = "fa-picture-o"
    _allowed = upload.PICTURES

    def _check_content(self, name, content):
        checked = super()._check_content(name, content)
        try:
            image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
            if image.width * image.height > _MOST_PIXELS:  # before it is unpacked
                raise AnswerError(self.env._("This picture has too many pixels."))
            image_format = image.format
            image = ImageOps.exif_transpose(image)
            image.thumbnail((_SIDE, _SIDE))
            drawn = io.BytesIO()
            image.convert("RGB" if image_format == "JPEG" else "RGBA").save(drawn, format=image_format)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise AnswerError(self.env._("This picture cannot be read.")) from None
        return upload.Upload(checked.name, checked.mimetype, drawn.getvalue())
