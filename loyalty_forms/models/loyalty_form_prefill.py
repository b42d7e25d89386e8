from odoo import models

from ..tools.profile import PROPERTY


class LoyaltyForm(models.Model):
    """What a fresh page shows already (F3): defaults, the profile of a signed-in customer, values from the address."""

    _inherit = "loyalty.form"

    def _prefill(self, args, partner=None):
        """The first values of all fields. The address has the last word: its link was made for this visit.

        :param args: the multi-dict of the address' query
        :param partner: the signed-in customer, or None
        :return: dict from field key to text
        """
        return {field.key: self._first_value(field, args, partner) for field in self.field_ids}

    def _first_value(self, field, args, partner):
        kind = field._kind()
        if kind is not None and kind._prefill:
            if self.prefill_url and field.alias and field.alias in args:
                return args[field.alias][:200]
            if partner and self.prefill_customer:
                value = self._profile_value(field, kind, partner)
                if value:
                    return value
        return field.default_value or ""

    def _profile_value(self, field, kind, partner):
        """A value of the customer's profile as he would type it: of the profile field that the answer fills in, or, for
        phone and e-mail, his own."""
        name = field.maps_to or {"phone": "phone", "email": "email"}.get(field.kind)
        if name and name.startswith(PROPERTY):
            value = dict(partner.properties._values or {}).get(name.removeprefix(PROPERTY))
        else:
            value = partner[name] if name and name in partner._fields else None
        if not value:
            return ""
        return kind._typed_form(str(value))[:200]
