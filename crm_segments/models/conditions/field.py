import ast

from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionField(models.AbstractModel):
    """Any field of the customer, custom fields included, as Odoo's own filters do it."""

    _name = "club.segment.condition.field"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Field"

    _label = _lt("Fields of the customer")
    _sequence = 10
    _triggers = frozenset({"partner"})  # what stands on other records is compared in the night

    def _params(self):
        return [
            {
                "name": "domain",
                "type": "domain",
                "model": "res.partner",
                "label": self.env._("Filter"),
                "required": True,
                "default": "[]",
            }
        ]

    def _check_params(self, params):
        params = super()._check_params(params)
        self._parse(params["domain"])
        return params

    def _parse(self, text):
        """Read a domain without running anything that is written in it."""
        try:
            value = ast.literal_eval(text)
            if not isinstance(value, list):
                raise ValueError
            domain = Domain(value)
            domain.validate(self.env["res.partner"])
        except (ValueError, SyntaxError, TypeError, KeyError, RecursionError, MemoryError) as error:
            raise ValidationError(self.env._("This filter cannot be understood: %s", text[:200])) from error
        return domain

    def _domain(self, params):
        return self._parse(params["domain"]).map_conditions(self._split_property)

    def _split_property(self, condition):
        """Odoo compares a custom field of tags with a list as a whole; meant is any of them."""
        values = condition.value
        if (
            condition.field_expr.startswith("properties.")
            and condition.operator in ("in", "not in")
            and isinstance(values, (list, tuple, set, frozenset))
            and len(values) > 1
        ):
            single = Domain.OR(Domain(condition.field_expr, "in", [value]) for value in values)
            return ~single if condition.operator == "not in" else single
        return condition

    def _explain(self, params):
        return self.env._("Filter: %s", params["domain"])
