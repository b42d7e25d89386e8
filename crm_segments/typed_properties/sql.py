"""Conditions on typed properties in SQL.

The expression ``(column -> 'key')`` stays bare on one side of plain operators, so that a btree index over it is used,
and is bounded by type, since PostgreSQL orders JSON values of different types too: null < text < numbers < booleans.
"""

import json

import pytz

from odoo.models import READ_GROUP_NUMBER_GRANULARITY as DATE_PARTS
from odoo.tools import SQL

from ..tools import typed_values as tv
from .conditions import COMPARABLE, LIKES, PropertyCondition

OPERATORS = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}
POSITIVE = {
    "not in": "in",
    "not like": "like",
    "not ilike": "ilike",
    "not =like": "=like",
    "not =ilike": "=ilike",
}
# Nothing that can be stored is below the first or above the second.
LOWEST_NUMBER = SQL("'-1e400'::jsonb")
ABOVE_NUMBERS = SQL("'false'::jsonb")
LOWEST_TEXT = SQL("""'""'::jsonb""")
HIGHEST_DATE = SQL("""'"9999-12-31 23:59:59"'::jsonb""")


def jsonb(value):
    """A JSON parameter."""
    return SQL("%s::jsonb", json.dumps(value))


def zone_of(env):
    """The user's time zone, if PostgreSQL knows it.

    :rtype: str | None
    """
    zone = env.context.get("tz")
    return zone if zone in pytz.all_timezones_set else None


def number(left):
    """A stored number as float8, NULL for anything else.

    :param SQL left: the JSON expression
    :rtype: SQL
    """
    return SQL("CASE WHEN jsonb_typeof(%s) = 'number' THEN (%s)::float8 END", left, left)


def text(left):
    """A stored text, NULL for anything else and for an empty one.

    :param SQL left: the JSON expression
    :rtype: SQL
    """
    return SQL("CASE WHEN jsonb_typeof(%s) = 'string' THEN NULLIF(%s #>> '{}', '') END", left, left)


def temporal(written, kind, zone=None):
    """A stored date or date-time as such, NULL for anything else.

    :param SQL written: the value as text, ``column ->> key``. What looks right is told by its shape, not by a regular
        expression, which takes longer than all the rest.
    :param str kind: "date" or "datetime"
    :param str zone: name of the time zone in which a date-time, stored in UTC, is wanted
    :rtype: SQL
    """
    in_range = SQL("""%s COLLATE "C" BETWEEN '0001-01-01' AND '9999-12-31 24'""", written)
    looks_right = SQL("%s LIKE %s AND %s", written, "____-__-__%", in_range)
    cast = SQL("%s::date", written) if kind == "date" else SQL("%s::timestamp", written)
    if zone and kind == "datetime":
        cast = SQL("timezone(%s, timezone('UTC', %s))", zone, cast)
    return SQL("CASE WHEN %s THEN %s END", looks_right, cast)


class PropertySQL(PropertyCondition):
    """A condition on a property of a JSON column.

    :param SQL column: the column
    """

    def __init__(self, model, definition, column, part=""):
        super().__init__(model, definition, part)
        self.column = column
        self.left = SQL("(%s -> %s)", column, self.name)
        self.written = SQL("(%s ->> %s)", column, self.name)

    def to_sql(self, operator, value):
        """The condition, with an operator that the domain's optimisation leaves.

        :return: SQL, or None if this operator has no typed meaning here
        :rtype: SQL | None
        """
        if operator in POSITIVE:
            positive = self.to_sql(POSITIVE[operator], value)
            return positive and SQL("(%s) IS NOT TRUE", positive)
        if self.part:
            return self._part_to_sql(operator, value)
        if operator == "in":
            return self._in_to_sql(value)
        if operator in OPERATORS and self.kind in COMPARABLE:
            return self._comparison_to_sql(operator, value)
        if operator in LIKES:
            return self._like_to_sql(operator, value)
        return None

    def _empty_to_sql(self):
        return SQL("(%s IS NULL OR %s IN ('false', 'null', '\"\"', '[]', '{}'))", self.left, self.left)

    def _in_to_sql(self, values):
        keys, empty, filled = self._wanted(values)
        if self.kind == "boolean":
            is_true = SQL("%s = 'true'::jsonb", self.left)
            parts = [is_true] if filled else []
            parts += [SQL("(%s) IS NOT TRUE", is_true)] if empty else []
        else:
            parts = [SQL("NOT %s", self._empty_to_sql())] if filled else []
            parts += [self._empty_to_sql()] if empty else []
            parts += self._keys_to_sql(keys)
        return SQL("(%s)", SQL(" OR ").join(parts)) if parts else SQL("FALSE")

    def _keys_to_sql(self, keys):
        if self.kind in tv.LISTS:
            return [SQL("%s @> %s", self.left, jsonb([key])) for key in keys]
        if len(keys) == 1:
            return [SQL("%s = %s", self.left, jsonb(keys[0]))]
        return [SQL("%s IN (%s)", self.left, SQL(", ").join(jsonb(key) for key in keys))] if keys else []

    def _comparison_to_sql(self, operator, value):
        operator, bound = self._bound(operator, value)
        if bound is None:
            return SQL("FALSE")
        sql = SQL("%s %s %s", self.left, OPERATORS[operator], jsonb(bound))
        if self.kind in tv.NUMBERS:
            rest = SQL("< %s", ABOVE_NUMBERS) if operator[0] == ">" else SQL("> %s", LOWEST_NUMBER)
        elif operator[0] == "<":
            rest = SQL("> %s", LOWEST_TEXT)
        elif self.kind in tv.TEMPORALS:
            rest = SQL("<= %s", HIGHEST_DATE)
        else:
            return SQL("(%s AND jsonb_typeof(%s) = 'string')", sql, self.left)
        return SQL("(%s AND %s %s)", sql, self.left, rest)

    def _like_to_sql(self, operator, value):
        if self.kind in tv.TEXTS:
            return self._text_like_to_sql(operator, value)
        if self.kind in ("selection", "tags"):
            parts = self._keys_to_sql(self._keys_like(operator, value))
            return SQL("(%s)", SQL(" OR ").join(parts)) if parts else SQL("FALSE")
        if not self._names_records():
            return None
        ids = SQL("(SELECT to_jsonb(found.id) FROM %s AS found)", self._like_query(operator, value).subselect())
        if self.kind == "many2one":
            return SQL("%s IN %s", self.left, ids)
        elements = SQL("jsonb_array_elements(CASE WHEN jsonb_typeof(%s) = 'array' THEN %s END)", self.left, self.left)
        return SQL("EXISTS (SELECT FROM %s AS element WHERE element IN %s)", elements, ids)

    def _text_like_to_sql(self, operator, value):
        sql_text = self.written
        pattern = SQL("%s", str(value) if operator.startswith("=") else f"%{value}%")
        sql_operator = SQL("LIKE")
        if operator.endswith("ilike"):
            unaccent = self.env.registry.unaccent
            sql_operator, sql_text, pattern = SQL("ILIKE"), unaccent(sql_text), unaccent(pattern)
        return SQL("(%s %s %s AND jsonb_typeof(%s) = 'string')", sql_text, sql_operator, pattern, self.left)

    def _part_to_sql(self, operator, value):
        zone = zone_of(self.env)
        sql = SQL("date_part(%s, %s)", DATE_PARTS[self.part], temporal(self.written, self.kind, zone))
        if operator == "in":
            numbers = tuple(tv.to_number(item) for item in value if not isinstance(item, bool))
            parts = [SQL("%s IN %s", sql, numbers)] if numbers else []
            parts += [SQL("%s IS NULL", sql)] if any(item is False for item in value) else []
            return SQL("(%s)", SQL(" OR ").join(parts)) if parts else SQL("FALSE")
        if operator in OPERATORS:
            return SQL("%s %s %s", sql, OPERATORS[operator], tv.to_number(value))
        return None
