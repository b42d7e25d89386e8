"""What a condition on one typed property means: by the property's type, and for filtering records in Python.

Values given by callers (text with relative dates, date objects, Persian digits) become the form that is stored; `sql`
turns the same meaning into SQL, so that searching and filtering agree.
"""

from datetime import date, datetime, time, timedelta, timezone

import pytz

from odoo.fields import Domain
from odoo.tools.date_utils import parse_date

from ..tools import typed_values as tv

COMPARISONS = ("<", "<=", ">", ">=")
LIKES = ("like", "ilike", "=like", "=ilike")
COMPARABLE = (*tv.NUMBERS, *tv.TEMPORALS, *tv.TEXTS, "selection")


class PropertyCondition:
    """A property of a known type, ready to be compared.

    :param model: the model that carries the field
    :param dict definition: the property's definition
    :param str part: a part of the date, such as "month_number", or ""
    """

    def __init__(self, model, definition, part=""):
        self.env = model.env
        self.definition = definition
        self.name = definition["name"]
        self.kind = definition["type"]
        self.part = part

    def predicate(self, operator, value):
        """The same condition as a function of the stored value.

        :param str operator: a positive operator
        :return: function of a stored value, or None if this operator has no typed meaning here
        """
        if self.part:
            return None
        if operator == "in":
            keys, empty, filled = self._wanted(value)
            if self.kind == "boolean":
                return lambda stored: filled if stored is True else empty
            return lambda stored: empty if tv.is_empty(stored) else filled or self._has(stored, keys)
        if operator in COMPARISONS and self.kind in COMPARABLE:
            operator, bound = self._bound(operator, value)
            return lambda stored: (
                bound is not None and tv.comparable(stored, self.kind) and tv.compares(stored, operator, bound)
            )
        if operator in LIKES and self.kind in tv.TEXTS:
            return lambda stored: isinstance(stored, str) and tv.like(stored, str(value), operator, folded=False)
        if operator in LIKES and self.kind in ("selection", "tags"):
            keys = self._keys_like(operator, value)
            return lambda stored: not tv.is_empty(stored) and self._has(stored, keys)
        if operator in LIKES and self._names_records():
            keys = self._like_query(operator, value).get_result_ids()
            return lambda stored: not tv.is_empty(stored) and self._has(stored, keys)
        return None

    def _has(self, stored, keys):
        if self.kind in tv.LISTS:
            return isinstance(stored, list) and any(key in stored for key in keys)
        return not isinstance(stored, bool) and stored in keys

    def _wanted(self, values):
        """What an ``in`` asks for.

        :return: stored forms looked for, whether empty ones too, whether any that is filled
        """
        keys, empty, filled = [], False, False
        for value in values:
            if value is True:
                filled = True
            elif tv.is_empty(value) or (self.kind == "boolean" and not value):
                empty = True
            elif self.kind == "boolean":
                filled = True
            else:
                key = self._key(value)
                if key is not None:
                    keys.append(key)
        return keys, empty, filled

    def _key(self, value):
        """The stored form of a value looked for, or None if no stored value can equal it."""
        try:
            if self.kind in tv.NUMBERS:
                return tv.to_number(value)
            if self.kind in ("many2one", "many2many"):
                return tv.to_number(value, whole=True)
            if self.kind == "date":
                return self._date(value).strftime(tv.DATE_FORMAT)
            if self.kind == "datetime":
                return tv.datetime_text(self._datetime(value)[0])
            return tv.to_text(value)
        except ValueError:
            return None

    def _bound(self, operator, value):
        """The stored form of a value compared with; a whole day counts as Odoo counts it for its own date-time fields.

        :return: operator and bound, which is None if nothing can match
        :raise ValueError: if the value is not of the property's type
        """
        if tv.is_empty(value):
            return operator, None
        if self.kind in tv.NUMBERS:
            return operator, tv.to_number(value)
        if self.kind == "date":
            return operator, self._date(value).strftime(tv.DATE_FORMAT)
        if self.kind != "datetime":
            return operator, tv.to_text(value)
        moment, whole_day = self._datetime(value)
        if operator in (">", "<="):
            try:
                moment += timedelta(days=1) if whole_day else timedelta(seconds=1)
            except OverflowError:
                return operator, None if operator == ">" else tv.datetime_text(moment)
            operator = {">": ">=", "<=": "<"}[operator]
        return operator, tv.datetime_text(moment)

    def _date(self, value):
        if isinstance(value, str):
            value = parse_date(value, self.env)
        if isinstance(value, datetime):
            return value.date()
        if not isinstance(value, date):
            raise ValueError(f"{value!r} is not a date")
        return value

    def _datetime(self, value):
        """:return: moment in UTC, without zone, and whether a day was given, which begins at the user's midnight"""
        if isinstance(value, str):
            value = parse_date(value, self.env)
        if isinstance(value, datetime):
            value = value.astimezone(timezone.utc) if value.tzinfo else value
            return value.replace(tzinfo=None, microsecond=0), False
        if not isinstance(value, date):
            raise ValueError(f"{value!r} is not a date")
        moment = datetime.combine(value, time.min)
        if self.env.tz != pytz.utc and 1 < value.year < 9999:
            moment = self.env.tz.localize(moment).astimezone(timezone.utc).replace(tzinfo=None)
        return moment, True

    def _keys_like(self, operator, value):
        options = self.definition.get(self.kind) or ()
        return [option[0] for option in options if any(tv.like(str(text), str(value), operator) for text in option[:2])]

    def _names_records(self):
        """Whether the property points to records of a model that exists."""
        return self.kind in ("many2one", "many2many") and self.definition.get("comodel") in self.env

    def _like_query(self, operator, value):
        """The records that the user may see whose name is like that."""
        comodel = self.env[self.definition["comodel"]].with_context(active_test=False)
        return comodel._search(Domain("display_name", operator, value))
