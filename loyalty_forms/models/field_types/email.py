from odoo import models
from odoo.tools.mail import email_normalize, single_email_re
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldEmail(models.AbstractModel):
    _name = "loyalty.form.field.email"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: E-mail"

    _label = _lt("E-mail")
    _sequence = 20
    _icon = "fa-envelope-o"
    _abilities = ("required", "placeholder", "unique")
    _input_type = "email"
    _inputmode = "email"
    _autocomplete = "email"
    _dir = "ltr"
    _max_length = 254

    def _clean(self, raw, field):
        text = self._ascii(raw)
        if not text:
            return None
        self._check_length(text, field)
        email = email_normalize(text) if single_email_re.match(text) else None
        if not email:
            raise AnswerError(self.env._("This is no e-mail address, such as name@example.com."))
        return email
