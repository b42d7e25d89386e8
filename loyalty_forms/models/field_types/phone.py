from odoo import models
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.phone import example, is_mobile, normalise
from odoo.addons.crm_segments.tools.text import to_persian_digits
from odoo.addons.loyalty_club.tools.display import is_persian

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)


class LoyaltyFormFieldPhone(models.AbstractModel):
    """A phone number, stored as E.164 whatever was typed. One that is mapped to the customer's mobile must be able to
    take text messages."""

    _name = "loyalty.form.field.phone"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Phone"

    _label = _lt("Phone")
    _sequence = 21
    _icon = "fa-phone"
    _abilities = ("required", "placeholder", "unique")
    _input_type = "tel"
    _inputmode = "tel"
    _autocomplete = "tel"
    _dir = "ltr"
    _max_length = 40

    def _clean(self, raw, field):
        text = self._ascii(raw)
        if not text:
            return None
        self._check_length(text, field)
        region = field.form_id.company_id.country_id.code or "IR"
        number = normalise(text, region)
        if not number:
            raise AnswerError(self.env._("This is no phone number, such as %s.", self._example(region)))
        if field.maps_to == "phone" and not is_mobile(number, region):
            raise AnswerError(self.env._("Please give a mobile number, such as %s.", self._example(region)))
        return number

    def _example(self, region):
        number = example(region)
        return to_persian_digits(number) if is_persian(self.env.lang) else number
