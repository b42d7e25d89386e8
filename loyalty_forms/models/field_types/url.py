import re
from urllib.parse import urlsplit

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

_HOST = re.compile(r"^[^\s/@<>\"'\\]+\.[^\s/@<>\"'\\.]{2,}$")


class LoyaltyFormFieldUrl(models.AbstractModel):
    """An address on the web; only http and https, since staff will click it."""

    _name = "loyalty.form.field.url"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Web Site"

    _label = _lt("Web site")
    _sequence = 60
    _icon = "fa-link"
    _abilities = ("required", "placeholder", "unique")
    _input_type = "url"
    _inputmode = "url"
    _autocomplete = "url"
    _dir = "ltr"

    def _clean(self, raw, field):
        text = self._ascii(raw)
        if not text:
            return None
        self._check_length(text, field)
        if "://" not in text:
            text = f"https://{text}"
        try:
            parts = urlsplit(text)
            valid = parts.scheme in ("http", "https") and _HOST.match(parts.hostname or "")
        except ValueError:
            valid = False
        if not valid or re.search(r"[\s<>\"]", text):
            raise AnswerError(self.env._("This is no web address, such as https://example.com."))
        return text
