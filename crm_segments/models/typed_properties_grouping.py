"""Groups and sums over typed properties."""

import pytz

from odoo import api, models
from odoo.fields import parse_field_expr
from odoo.models import READ_GROUP_TIME_GRANULARITY, parse_read_group_spec
from odoo.tools import SQL

from ..tools import typed_values as tv
from ..typed_properties.sql import DATE_PARTS, number, temporal, text, zone_of

AGGREGATES = {
    "sum": SQL("SUM"),
    "avg": SQL("AVG"),
    "min": SQL("MIN"),
    "max": SQL("MAX"),
}


class TypedPropertiesMixin(models.AbstractModel):
    _inherit = "club.typed.properties.mixin"

    def _read_group_select(self, aggregate_spec, query):
        """Sums and the like of numbers, first and last dates, and counts of any property."""
        fname, path, function = parse_read_group_spec(aggregate_spec)
        definition = self._typed_property(fname, path)
        if not definition:
            return super()._read_group_select(aggregate_spec, query)
        kind, left = definition["type"], self._field_to_sql(self._table, f"{fname}.{path}", query)
        if function == "count":
            return SQL("COUNT(*) FILTER (WHERE %s NOT IN ('false', 'null', '\"\"', '[]'))", left)
        if function == "count_distinct":
            return SQL("COUNT(DISTINCT %s) FILTER (WHERE %s NOT IN ('false', 'null', '\"\"', '[]'))", left, left)
        if function in AGGREGATES and kind in tv.NUMBERS:
            return SQL("%s(%s)", AGGREGATES[function], number(left))
        if function in ("min", "max") and kind in tv.TEMPORALS:
            written = SQL("(%s ->> %s)", self._field_to_sql(self._table, fname, query), path)
            return SQL("%s(%s)", AGGREGATES[function], temporal(written, kind))
        raise ValueError(f"Invalid aggregate method {function!r} for {aggregate_spec!r}, which is of type {kind!r}.")

    def _read_group_postprocess_aggregate(self, aggregate_spec, raw_values):
        values = super()._read_group_postprocess_aggregate(aggregate_spec, raw_values)
        fname, path, function = parse_read_group_spec(aggregate_spec)
        if function in ("sum", "min", "max") and self._typed_property(fname, path).get("type") == "integer":
            return (value if value is False else int(value) for value in values)
        return values

    def _grouped_type(self, name):
        fname, _dot, path = name.partition(".")
        return self._typed_property(fname, path).get("type") if path else super()._grouped_type(name)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Parts of dates, such as the month alone."""
        fname, path, granularity = parse_read_group_spec(groupby_spec)
        if granularity in DATE_PARTS and self._typed_property(fname, path):
            left = self._read_group_groupby_properties(alias, self._fields[fname], path, query)
            return SQL("date_part(%s, %s)::int", DATE_PARTS[granularity], left)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_groupby_properties(self, alias, field, property_name, query):
        """Groups by plain expressions: no join over the options of a selection, one group for all empty values."""
        definition = self._typed_property(field.name, property_name)
        kind = definition.get("type")
        left = self._field_to_sql(alias, f"{field.name}.{property_name}", query) if definition else None
        written = SQL("(%s ->> %s)", self._field_to_sql(alias, field.name, query), property_name)
        if kind == "selection":
            options = tuple(option[0] for option in definition.get("selection") or ())
            return SQL("CASE WHEN %s IN %s THEN %s END", written, options or ("",), written)
        if kind == "integer":
            return SQL("(%s)::bigint", number(left))
        if kind in tv.NUMBERS:
            return number(left)
        if kind in tv.TEMPORALS:
            return temporal(written, kind, zone_of(self.env))
        if kind == "boolean":
            return SQL("COALESCE(%s = 'true'::jsonb, FALSE)", left)
        if kind in ("char", "text"):
            return text(left)
        return super()._read_group_groupby_properties(alias, field, property_name, query)

    def _web_read_group_groupby_properties_formatter(self, groupby_spec, values):
        native = super()._web_read_group_groupby_properties_formatter(groupby_spec, values)
        fullname, _, granularity = groupby_spec.partition(":")
        definition = self._typed_property(*parse_field_expr(fullname))
        if definition and granularity in DATE_PARTS:
            return lambda value: (
                value,
                [(fullname, "=", False)] if value is False else [(f"{fullname}.{granularity}", "=", value)],
            )
        if definition.get("type") != "datetime":
            return native

        def formatter(value):
            """Groups begin and end when they do for the user; natively they are days in UTC and a minute too long."""
            if not value:
                return native(value)
            start, end = (
                tv.datetime_text(self._from_user_zone(moment))
                for moment in (value, value + READ_GROUP_TIME_GRANULARITY[granularity])
            )
            return (start, native(value)[0][1]), [(fullname, ">=", start), (fullname, "<", end)]

        return formatter

    @api.model
    def _from_user_zone(self, moment):
        zone = zone_of(self.env)
        return pytz.timezone(zone).localize(moment) if zone else moment
