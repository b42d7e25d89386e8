import base64
import binascii
import io

from PIL import Image

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError
from ...tools.upload import Upload

_lt = LazyTranslate(__name__)

_PREFIX = "data:image/png;base64,"
_SIZE = (600, 240)


class LoyaltyFormFieldSignature(models.AbstractModel):
    """A signature drawn with finger or mouse, kept as a private picture of the entry. Whoever cannot draw, or has no
    JavaScript, signs by writing his full name."""

    _name = "loyalty.form.field.signature"
    _inherit = "loyalty.form.field.picture"
    _description = "Form Field: Signature"

    _label = _lt("Signature")
    _sequence = 87
    _icon = "fa-pencil"
    _template = "loyalty_forms.field_signature"
    _layout = "group"
    _multipart = False
    _max_length = 16_000
    _longest_name = 100

    def _read(self, params, field):
        drawn = (params.get(field.key) or "")[: self._max_length + 1]
        return [drawn, (params.get(f"{field.key}_name") or "")[: self._longest_name + 1]]

    def _clean(self, raw, field):
        if raw == "":
            return None
        if not isinstance(raw, list) or len(raw) != 2:
            raise AnswerError(self.env._("This cannot be read."))
        drawn, name = (self._text(part) for part in raw)
        if drawn:
            return self._drawn(drawn)
        name = " ".join(name.split())
        if len(name) > self._longest_name:
            raise AnswerError(self.env._("This is too long: at most %s characters.", self._longest_name))
        return name or None

    def _drawn(self, text):
        try:
            if len(text) > self._max_length or not text.startswith(_PREFIX):
                raise ValueError(text[:20])
            content = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
            image = Image.open(io.BytesIO(content), formats=["PNG"])
            if image.width > 2 * _SIZE[0] or image.height > 2 * _SIZE[1]:  # before it is unpacked
                raise ValueError(image.size)
            ink = image.convert("RGBA").getchannel("A").getextrema()[1]
            page = Image.new("RGB", image.size, "white")
            page.paste(image, mask=image.convert("RGBA").getchannel("A"))
        except (binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise AnswerError(self.env._("This signature cannot be read. Please sign again.")) from None
        if not ink or len(set(page.convert("L").getextrema())) == 1:
            return None
        page.thumbnail(_SIZE)
        drawn = io.BytesIO()
        page.save(drawn, format="PNG")
        return Upload("signature.png", "image/png", drawn.getvalue())

    def _carried(self, raw, field):
        drawn, name = raw if isinstance(raw, list) else ("", "")
        return [(field.key, drawn), (f"{field.key}_name", name)]

    def _page_values(self, raw, field):
        drawn, name = raw if isinstance(raw, list) and len(raw) == 2 else ("", "")
        safe = drawn if drawn.startswith(_PREFIX) and len(drawn) <= self._max_length else ""
        return {"drawn": safe, "typed_name": name, "maxlength": self._longest_name}
