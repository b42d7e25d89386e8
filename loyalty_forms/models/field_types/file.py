from werkzeug.datastructures import FileStorage

from odoo import models
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.translate import LazyTranslate

from ...tools import upload
from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

MEGABYTE = 1024 * 1024


class LoyaltyFormFieldFile(models.AbstractModel):
    """A file of a few harmless types. It becomes a private attachment of the entry; the answer is its name."""

    _name = "loyalty.form.field.file"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: File"

    _label = _lt("File")
    _sequence = 85
    _icon = "fa-paperclip"
    _abilities = ("required",)
    _template = "loyalty_forms.field_file"
    _max_length = 100
    _prefill = False
    _multipart = True
    _allowed = upload.FILES
    _max_bytes = 5 * MEGABYTE

    def _read(self, params, field):
        value = params.get(field.key)
        return value if isinstance(value, FileStorage) else (value or "")[: self._max_length]

    def _carried(self, raw, field):
        return []  # kept on the server, see loyalty.form.draft

    def _clean(self, raw, field):
        if isinstance(raw, upload.Upload):  # sent before, and checked then
            return raw
        if not isinstance(raw, FileStorage):
            if isinstance(raw, str) and not raw:
                return None
            raise AnswerError(self.env._("Please choose a file."))
        if not raw.filename:
            return None
        raw.stream.seek(0)
        content = raw.stream.read(self._max_bytes + 1)
        if len(content) > self._max_bytes:
            raise AnswerError(self.env._("This file is too big: at most %s MB.", self._max_bytes // MEGABYTE))
        return self._check_content(upload.clean_name(raw.filename), content)

    def _check_content(self, name, content):
        """What is stored of a file. A hook: an add-on with a virus scanner calls ``super()`` and then refuses.

        :rtype: upload.Upload
        :raise AnswerError: with a message for the visitor
        """
        mimetype = guess_mimetype(content)
        fits = content and upload.fits(name, mimetype, self._allowed) and upload.is_safe_package(name, content)
        if not fits:
            kinds = ", ".join(sorted(self._allowed))
            raise AnswerError(self.env._("Please send one of these types: %s.", kinds))
        return upload.Upload(name, mimetype, content)

    def _page_values(self, raw, field):
        # Browsers do not keep a chosen file, but the server keeps one that it could take.
        kept = raw.name if isinstance(raw, upload.Upload) else None
        return {"raw": "", "kept": kept, "accept": ",".join(f".{ending}" for ending in sorted(self._allowed))}
