from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.text import fold

from ..tools.profile import PROPERTY

_lt = LazyTranslate(__name__)

# What a profile can take from a form; see `loyalty.form.entry._profile_values`.
PROFILE_FIELDS = [
    ("name", _lt("Name")),
    ("phone", _lt("Mobile")),
    ("email", _lt("E-mail")),
    ("birthday", _lt("Birthday")),
    ("street", _lt("Address")),
    ("city", _lt("City")),
    ("zip", _lt("Postcode")),
    ("function", _lt("Job")),
    ("website", _lt("Web site")),
]
_TYPES = ("char", "text", "integer", "float", "date", "datetime", "boolean", "selection", "tags")


class LoyaltyFormField(models.Model):
    """Which answers fill in a customer's profile (F12)."""

    _inherit = "loyalty.form.field"

    maps_to = fields.Selection(
        "_selection_maps_to",
        string="Fills Profile",
        help="The field of the customer that this answer fills in if it is empty. Nothing is ever overwritten.",
    )

    @api.model
    def _selection_maps_to(self):
        custom = [
            (PROPERTY + definition["name"], definition.get("string") or definition["name"])
            for definition in self._customer_properties().values()
        ]
        return [(name, str(label)) for name, label in PROFILE_FIELDS] + custom

    @api.constrains("maps_to")
    def _check_maps_to(self):
        """A selection that a method fills is not validated by Odoo on write."""
        known = dict(self._selection_maps_to())
        for field in self.filtered("maps_to"):
            if field.maps_to not in known:
                raise ValidationError(self.env._("Profiles have no field “%s”.", field.maps_to))

    @api.model
    def _customer_properties(self):
        """The custom fields of customers that an answer can fill in, by name.

        :rtype: dict
        """
        Partner = self.env["res.partner"]
        field = Partner._fields["properties"]
        return {
            definition["name"]: definition
            for container in Partner.sudo()._typed_containers(field)
            for definition in container[field.definition_record_field] or ()
            if definition["type"] in _TYPES
        }

    def _property_value(self, definition, value):
        """An answer as a custom field takes it; None when it does not fit.

        :param dict definition: of the custom field
        :param value: the stored answer
        """
        kind, shown = definition["type"], self._display_answer(value)
        if kind in ("char", "text"):
            return shown
        if kind in ("integer", "float"):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return (int(value) if kind == "integer" else value) if number else None
        if kind in ("date", "datetime"):
            return value if self.kind == {"date": "date", "datetime": "date_time"}[kind] else None
        if kind == "boolean":
            return value is True or value == "yes"
        given = {fold(text) for text in shown.split("، ")}
        chosen = [option[0] for option in definition.get(kind) or () if fold(option[1]) in given]
        return chosen if kind == "tags" else (chosen or [None])[0]
