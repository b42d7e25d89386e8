from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...tools.jalali import parse as parse_day
from ...tools.text import to_latin_digits

_lt = LazyTranslate(__name__)

NUMBERS = ("integer", "float", "monetary")
MOMENTS = ("date", "datetime")
LISTS = ("selection", "tags")


class ConditionCustomField(models.AbstractModel):
    """A field that the business added to its customers, compared by its type."""

    _name = "club.segment.condition.custom_field"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Custom Field"

    _label = _lt("Custom field")
    _sequence = 15
    _triggers = frozenset({"partner"})

    def _definition(self):
        """The custom fields of customers.

        :return: ``{name: definition}``
        """
        container = self.env["properties.base.definition"].sudo()
        definition = container._get_definition_for_property_field("res.partner", "properties").properties_definition
        kinds = ("char", "text", "boolean", *NUMBERS, *MOMENTS, *LISTS)
        return {item["name"]: item for item in definition or [] if item["type"] in kinds}

    def _operators(self):
        return {
            "is": self.env._("is"),
            "not": self.env._("is not"),
            "contains": self.env._("contains"),
            "min": self.env._("is at least"),
            "max": self.env._("is at most"),
            "set": self.env._("is filled in"),
            "unset": self.env._("is empty"),
        }

    def _params(self):
        return [
            {
                "name": "field",
                "type": "selection",
                "label": "",
                "options": [[name, item["string"]] for name, item in self._definition().items()],
                "required": True,
            },
            {
                "name": "operator",
                "type": "selection",
                "label": "",
                "options": [list(item) for item in self._operators().items()],
                "default": "is",
            },
            {
                "name": "value",
                "type": "text",
                "label": "",
                "required": True,
                "show_if": {"operator": ["is", "not", "contains", "min", "max"]},
            },
        ]

    def _check_params(self, params):
        params = super()._check_params(params)
        self._domain(params)
        return params

    def _domain(self, params):
        definition = self._definition().get(params["field"])
        if definition is None:
            raise ValidationError(self.env._("The custom field of this condition was removed."))
        name, operator = f"properties.{params['field']}", params.get("operator", "is")
        if operator in ("set", "unset"):
            return Domain(name, "!=" if operator == "set" else "=", False)
        value = self._typed(definition, params["value"].strip())
        if operator in ("min", "max"):
            if definition["type"] not in NUMBERS + MOMENTS:
                raise ValidationError(self.env._("“%s” is neither a number nor a date.", definition["string"]))
            return Domain(name, ">=" if operator == "min" else "<=", value)
        if operator == "contains" and definition["type"] in ("char", "text"):
            return Domain(name, "ilike", value)
        domain = Domain(name, "in", [value]) if definition["type"] == "tags" else Domain(name, "=", value)
        return ~domain if operator == "not" else domain

    def _typed(self, definition, text):
        """What was typed, as the field stores it.

        :raise ValidationError: when it is no value of the field
        """
        kind = definition["type"]
        try:
            if kind in NUMBERS:
                return float(to_latin_digits(text).replace(",", "").replace("٬", "").replace("٫", "."))
            if kind in MOMENTS:
                return parse_day(text).isoformat()
            if kind == "boolean":
                return text.lower() in ("1", "yes", "true", "بله", "آری")
            if kind in LISTS:
                options = definition.get("selection") or definition.get("tags") or []
                return next(option[0] for option in options if text in (option[0], option[1]))
        except (ValueError, StopIteration) as error:
            raise ValidationError(
                self.env._("“%(value)s” is no value of “%(field)s”.", value=text, field=definition["string"])
            ) from error
        return text

    def _explain(self, params):
        definition = self._definition().get(params["field"], {"string": params["field"]})
        words = [definition["string"], self._operators()[params.get("operator", "is")], params.get("value", "")]
        return " ".join(word for word in words if word)
