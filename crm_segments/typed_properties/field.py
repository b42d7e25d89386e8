"""A properties field that knows the types of its properties.

Odoo keeps the values of all properties of a record in one JSON column and mostly treats them as bare JSON: a number is
below ``false``, a date is just text, writing one property forgets the others. `TypedProperties` keeps the column, the
definition and the screens as they are and mends this. The model that carries such a field inherits
`club.typed.properties.mixin`, which does the same for sorting, grouping and sums. The rules for values are in
`tools.typed_values`.

This overrides methods of Odoo that are not public. Each is guarded by a test that shows what Odoo alone does and what
this does.
"""

import copy
import json

from odoo import fields
from odoo.exceptions import ValidationError

from ..tools import typed_values as tv
from .conditions import PropertyCondition
from .sql import DATE_PARTS, PropertySQL


class TypedProperties(fields.Properties):
    """Properties with typed search, merging on write and validation. See the module's text."""

    def _description_typed(self, env):
        """Tells the web client that this field can be summed. A field that is only inherited has no mixin."""
        return None if self.inherited_field else True

    # === WRITING === #

    def convert_to_cache(self, value, record, validate=True):
        """Without empty values, which are never stored."""
        value = super().convert_to_cache(value, record, validate=validate)
        return tv.without_empty(value) or None if value else None

    def convert_to_column(self, value, record, values=None, validate=True):
        value = self.convert_to_cache(value, record, validate=validate)
        return json.dumps(value) if value else None

    def write(self, records, value):
        """Merge the given values into those of each record: what is not named stays, an empty value removes its key.

        None or False removes all.
        """
        value = _plain(value)
        if value is None or value is False:
            super().write(records, None)
            return
        before = {record.id: dict(record[self.name]._values or {}) for record in records.sudo()}
        removed = ()
        if isinstance(value, list):
            value = copy.deepcopy(value)
            self._add_missing_names(value)
            removed = {item["name"] for item in value if item.get("definition_deleted")}
            if removed or any(item.get("definition_changed") for item in value):
                # Odoo writes the definition on the container, and values that are merged below.
                super().write(records, copy.deepcopy(value))
            value = self._values_given(value)
        for record in records:
            old = before[record.id]
            new = self._validated(record, value, old) if record.id else value
            super().write(record, {key: item for key, item in {**old, **new}.items() if key not in removed})

    def _add_default_values(self, env, values):
        """Validate what a new record is given, before it is turned into a column."""
        given = values.get(self.name)
        result = super()._add_default_values(env, values)
        if not result or not given or hasattr(given, "_values"):
            return result
        container = values[self.definition_record]
        if isinstance(container, int):
            container = env[env[self.model_name]._fields[self.definition_record].comodel_name].browse(container)
        definitions = {item["name"]: item for item in container.sudo()[self.definition_record_field] or ()}
        if isinstance(given, list):
            definitions.update({item["name"]: item for item in given if item.get("definition_changed")})
        given = self._values_given(given) if isinstance(given, list) else _plain(given)
        model = env[self.model_name]
        checked = {key: self._validated_value(model, definitions, key, item) for key, item in given.items()}
        for item in result:
            if checked.get(item["name"]) is not None:
                item["value"] = checked[item["name"]]
        return result

    def _values_given(self, items):
        """The values in a list of definitions with values, as the web client sends it.

        :rtype: dict
        """
        items = [item for item in items if "value" in item and not item.get("definition_deleted")]
        self._remove_display_name(items)
        return {item["name"]: item["value"] for item in items}

    def _validated(self, record, values, old):
        """The values as they are stored; what did not change is not looked at again.

        :raise ValidationError: if a value does not fit its definition
        """
        definitions = {item["name"]: item for item in self._get_properties_definition(record) or ()}
        return {
            key: item if key in old and old[key] == item else self._validated_value(record, definitions, key, item)
            for key, item in values.items()
        }

    def _validated_value(self, model, definitions, key, value):
        if tv.is_empty(value):
            return None
        if key not in definitions:
            raise ValidationError(model.env._("There is no field named “%s” here.", key))
        return model._validate_property(definitions[key], value)

    # === SEARCHING === #

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        fname, _, path = field_expr.partition(".")
        definition, part = self._typed_definition(model, fname, path)
        if definition:
            column = model._field_to_sql(alias, fname, query)
            sql = PropertySQL(model, definition, column, part).to_sql(operator, value)
            if sql is not None:
                return sql
        return super().condition_to_sql(field_expr, operator, value, model, alias, query)

    def filter_function(self, records, field_expr, operator, value):
        fname, _, path = field_expr.partition(".")
        definition, part = self._typed_definition(records, fname, path)
        if definition:
            predicate = PropertyCondition(records, definition, part).predicate(operator, value)
            if predicate is not None:
                return lambda record: predicate((record[fname]._values or {}).get(definition["name"]))
        return super().filter_function(records, field_expr, operator, value)

    def _typed_definition(self, model, fname, path):
        """The definition of the property that a path names, and the part of the date if it names one.

        :rtype: tuple[dict, str]
        """
        name, _, part = path.partition(".")
        if not name or (part and part not in DATE_PARTS):
            return {}, ""
        definition = model.get_property_definition(f"{fname}.{name}")
        if part and definition.get("type") not in tv.TEMPORALS:
            return {}, ""
        return definition, part


def _plain(value):
    """The value in a format that can be merged: a dict, a list of definitions with values, or nothing."""
    if isinstance(value, str):
        return json.loads(value)
    return value._values if hasattr(value, "_values") else value
