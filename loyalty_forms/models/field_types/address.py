from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

_PARTS = ("state", "city", "street", "zip")


class LoyaltyFormFieldAddress(models.AbstractModel):
    """A postal address in four parts: province, city, street and postcode."""

    _name = "loyalty.form.field.address"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: Postal Address"

    _label = _lt("Postal address")
    _sequence = 61
    _icon = "fa-map-marker"
    _abilities = ("required",)
    _property_type = "text"
    _template = "loyalty_forms.field_address"
    _layout = "group"
    _max_length = 300

    def _read(self, params, field):
        return [(params.get(f"{field.key}_{part}") or "")[: self._max_length + 1] for part in _PARTS]

    def _clean(self, raw, field):
        if not isinstance(raw, list) or len(raw) != len(_PARTS):
            raise AnswerError(self.env._("This cannot be read."))
        state, city, street, postcode = (" ".join(self._text(part).split()) for part in raw)
        postcode = self._ascii(postcode).replace(" ", "")
        parts = [state, city, street, postcode]
        if not any(parts):
            return None
        for part in parts:
            self._check_length(part, field)
        if not street or not city:
            raise AnswerError(self.env._("Please fill in at least the city and the street."))
        return "\n".join(filter(None, [street, " ".join(filter(None, [city, state])), postcode]))

    def _carried(self, raw, field):
        parts = raw if isinstance(raw, list) else []
        return [(f"{field.key}_{part}", text) for part, text in zip(_PARTS, parts, strict=False) if text]

    def _page_values(self, raw, field):
        labels = [
            self.env._("Province"),
            self.env._("City"),
            self.env._("Street, number and unit"),
            self.env._("Postcode"),
        ]
        typed = raw if isinstance(raw, list) else [""] * len(_PARTS)
        autocomplete = ["address-level1", "address-level2", "street-address", "postal-code"]
        return {
            "parts": [
                {"name": f"{field.key}_{part}", "label": label, "raw": text, "autocomplete": complete}
                for part, label, text, complete in zip(_PARTS, labels, typed, autocomplete, strict=True)
            ]
        }
