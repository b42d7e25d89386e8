"""What a value of a typed property must look like to be stored, and what the web client is told of the field."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain, parse_field_expr
from odoo.tools import SQL

from ..tools import typed_values as tv
from ..typed_properties import TypedProperties


def field_measure(field, definition):
    """A numeric property as the web client describes a field."""
    return {
        "name": f"{field.name}.{definition['name']}",
        "propertyName": definition["name"],
        "string": definition.get("string") or definition["name"],
        "type": "integer" if definition["type"] == "integer" else "float",
        "aggregator": "sum",
        "view_in_cards": definition.get("view_in_cards", False),
        "store": True,
        "sortable": True,
    }


class TypedPropertiesMixin(models.AbstractModel):
    """For models with a `TypedProperties` field."""

    _name = "club.typed.properties.mixin"
    _description = "Record With Typed Properties"

    @api.model
    def _typed_property(self, fname, path):
        """The definition of a typed property, or an empty one for any other field.

        :rtype: dict
        """
        if path and isinstance(self._fields.get(fname), TypedProperties):
            return self.get_property_definition(f"{fname}.{path}")
        return {}

    # === WEB CLIENT === #

    @api.model
    def _get_view_field_attributes(self):
        return [*super()._get_view_field_attributes(), "typed"]

    @api.model
    @api.readonly
    def typed_property_measures(self):
        """The numbers that pivots, graphs and grouped lists can sum, before any record is read.

        Where the action was opened from one container (a form, a team), only its own.

        :return: ``{"field.property": {"name", "string", "type", "propertyName", "aggregator", ...}}``
        :rtype: dict
        """
        self.browse().check_access("read")
        measures = {}
        for field in self._fields.values():
            if not isinstance(field, TypedProperties) or not self._has_field_access(field, "read"):
                continue
            containers = self._typed_containers(field)
            for container in containers:
                for definition in container[field.definition_record_field]:
                    if definition["type"] in tv.NUMBERS:
                        measure = field_measure(field, definition)
                        if len(containers) > 1:
                            measure["string"] = f"{measure['string']} ({container.display_name})"
                        measures[measure["name"]] = measure
        return measures

    @api.model
    def _typed_containers(self, field):
        """The records whose definitions this user's records may have.

        :rtype: odoo.models.BaseModel
        """
        model = self.env[self._fields[field.definition_record].comodel_name]
        if model._name == "properties.base.definition":
            return model.sudo()._get_definition_for_property_field(self._name, field.name)
        domain = Domain(field.definition_record_field, "!=", False)
        if self.env.context.get("active_model") == model._name and self.env.context.get("active_id"):
            domain &= Domain("id", "=", self.env.context["active_id"])
        return model.search(domain)

    # === SEARCHING === #

    @api.model
    def _search(self, domain, *args, **kwargs):
        return super()._search(Domain(domain).map_conditions(self._without_any), *args, **kwargs)

    @api.model
    def _without_any(self, condition):
        """The web client's filters write ranges of numbers and dates as ``("answers", "any", [("amount", ">=", 1)])``
        and the like, which Odoo takes for records only."""
        name = condition.field_expr
        if condition.operator not in ("any", "not any") or not isinstance(self._fields.get(name), TypedProperties):
            return condition
        inside = Domain(condition.value).map_conditions(
            lambda inner: Domain(f"{name}.{inner.field_expr}", inner.operator, inner.value)
        )
        return inside if condition.operator == "any" else ~inside

    # === VALIDATION === #

    @api.model
    def _validate_property(self, definition, value):
        """Check a value that is to be written and answer the form in which it is stored.

        Called for values that are not empty. A hook: models with rules of their own (ranges, patterns) call ``super()``
        and then check its answer.

        :param dict definition: the property's definition: name, type, string, selection ...
        :param value: what was given
        :return: a value that JSON can hold
        :raise ValidationError: if the value does not fit the definition
        """
        try:
            return self._normalised_property(definition, value)
        except ValueError as error:
            message = self.env._(
                "“%(value)s” does not fit the field “%(label)s”.",
                value=str(value)[:100],
                label=definition.get("string") or definition["name"],
            )
            raise ValidationError(message) from error

    @api.model
    def _normalised_property(self, definition, value):
        kind = definition["type"]
        if kind in tv.NUMBERS:
            return tv.to_number(value, whole=kind == "integer")
        if kind in tv.TEMPORALS:
            return tv.to_temporal(value, kind)
        if kind in tv.TEXTS:
            return tv.to_text(value)
        if kind == "boolean":
            if not isinstance(value, bool | int):
                raise ValueError(f"{value!r} is neither yes nor no")
            return bool(value)
        if kind == "selection":
            [key] = tv.to_options(value, [option[0] for option in definition.get("selection") or ()])
            return key
        if kind == "tags":
            return tv.to_options(value, [tag[0] for tag in definition.get("tags") or ()])
        if kind in ("many2one", "many2many"):
            return self._normalised_link(definition, value)
        raise ValueError(f"{kind} has no value")

    @api.model
    def _normalised_link(self, definition, value):
        if isinstance(value, models.BaseModel):
            value = value.ids
        ids = list(value) if isinstance(value, list | tuple | set) else [value]
        if any(isinstance(item, bool) or not isinstance(item, int) for item in ids):
            raise ValueError(f"{value!r} is no link")
        comodel = definition.get("comodel")
        if comodel not in self.env or set(self.env[comodel].sudo().browse(ids).exists().ids) != set(ids):
            raise ValueError(f"{value!r} does not exist")
        if definition["type"] == "many2many":
            return list(dict.fromkeys(ids))
        [record_id] = ids
        return record_id

    # === SORTING === #

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Empty values last, in both directions."""
        if not nulls.code and self._typed_property(*parse_field_expr(field_name)):
            nulls = SQL("NULLS LAST")
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
