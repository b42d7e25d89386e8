import base64
from datetime import timedelta

from odoo import api, fields, models

from ..tools.upload import Upload

LIFE = timedelta(hours=24)


class LoyaltyFormDraft(models.Model):
    """A file that was sent with a page which could not be saved yet: another answer was wrong, or more pages follow. It
    waits for its entry for a day, so that nobody has to choose it again. Only the page's signed token leads to it."""

    _name = "loyalty.form.draft"
    _description = "File Waiting for Its Form"
    _log_access = False
    _rec_name = "name"

    nonce = fields.Char(required=True)
    field_id = fields.Many2one("loyalty.form.field", required=True, ondelete="cascade", index=True)
    name = fields.Char(required=True)
    mimetype = fields.Char(required=True)
    content = fields.Binary(required=True, attachment=False)
    expires_at = fields.Datetime(required=True, index=True)

    _place_unique = models.UniqueIndex("(nonce, field_id)")

    @api.model
    def _fill(self, form, nonce, typed):
        """Put the files that were sent before where none was sent now.

        :param dict typed: as given by the form's `_typed`; changed in place
        """
        for draft in self.search([("nonce", "=", nonce), ("field_id", "in", form.field_ids.ids)]):
            sent = typed.get(draft.field_id.key)
            if not sent or not getattr(sent, "filename", sent):
                content = draft.with_context(bin_size=False).content
                typed[draft.field_id.key] = Upload(draft.name, draft.mimetype, base64.b64decode(content))

    @api.model
    def _keep(self, form, nonce, typed, answers):
        """Keep the files among checked answers; the page shows them as received.

        :param dict typed: changed in place
        """
        for field in form.field_ids.filtered(lambda field: field._kind() is not None and field._kind()._multipart):
            upload = answers.get(field.key)
            if not isinstance(upload, Upload) or typed[field.key] is upload:
                continue
            self.search([("nonce", "=", nonce), ("field_id", "=", field.id)]).unlink()
            self.create(
                {
                    "nonce": nonce,
                    "field_id": field.id,
                    "name": upload.name,
                    "mimetype": upload.mimetype,
                    "content": base64.b64encode(upload.content),
                    "expires_at": fields.Datetime.now() + LIFE,
                }
            )
            typed[field.key] = upload

    @api.model
    def _forget(self, nonce):
        self.search([("nonce", "=", nonce)]).unlink()

    @api.autovacuum
    def _gc_drafts(self):
        self.search([("expires_at", "<", fields.Datetime.now())], limit=1000).unlink()
