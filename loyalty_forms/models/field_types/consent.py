from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldConsent(models.AbstractModel):
    """A box to tick. The text that was agreed to is kept on the entry, since the form's text may change later."""

    _name = "loyalty.form.field.consent"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Consent"

    _label = _lt("Consent")
    _sequence = 80
    _icon = "fa-handshake-o"
    _abilities = ("required", "content")
    _property_type = "boolean"
    _template = "loyalty_forms.field_consent"
    _layout = "bare"
    _max_length = 10
    _prefill = False  # nobody agrees by a link

    def _clean(self, raw, field):
        # A box that is not ticked is not sent at all; any text in it means it was.
        return True if self._text(raw) else None

    def _display(self, value, field):
        return self.env._("Yes") if value else ""
