"""Lists, kanbans, pivots and graphs of Persian users group dates by Jalali months, quarters (seasons) and years.

Only what the web client asks for is changed: business code that groups by month gets Gregorian months, whatever the
language. The groups are made in SQL by the closed form of the 33-year cycle: year y begins on day (12053y + 21) div 33.
"""

from collections import defaultdict
from datetime import datetime, time

import pytz

from odoo import api, models
from odoo.fields import Date, Datetime
from odoo.tools import SQL

from ..tools import jalali
from .format_date import shows_jalali

_FLAG = "club_jalali_groups"
_NOWRUZ_1400 = "2021-03-21"
#: What the closed form gives for the year 1400.
_DAY_OF_1400 = (12053 * 1400 + 21) // 33


def _sql_period_start(day, granularity):
    """SQL of the first day of the Jalali period that holds a day.

    :param SQL day: an expression of the type date
    :rtype: SQL
    """
    number = SQL("(%s - %s::date + %s)", day, _NOWRUZ_1400, _DAY_OF_1400)
    year = SQL("((33 * %s + 11) / 12053)", number)
    year_start = SQL("((12053 * %s + 21) / 33)", year)
    start = SQL("(%s::date + %s - %s)", _NOWRUZ_1400, year_start, _DAY_OF_1400)
    if granularity == "year":
        return start
    passed = SQL("(%s - %s)", number, year_start)
    month = SQL("(CASE WHEN %(day)s < 186 THEN %(day)s / 31 ELSE (%(day)s - 6) / 30 END)", day=passed)
    if granularity == "quarter":
        month = SQL("(%s / 3 * 3)", month)
    return SQL("(%(start)s + 30 * %(month)s + LEAST(%(month)s, 6))", start=start, month=month)


class Base(models.AbstractModel):
    _inherit = "base"

    def _with_jalali_groups(self):
        """This model, with the mark that dates are grouped for a Persian reader if the user is one."""
        if self.env.context.get(_FLAG) or not shows_jalali(self.env):
            return self
        return self.with_context(**{_FLAG: True})

    def _jalali_granularity(self, groupby_spec):
        """The period of a group-by of this very model's date or datetime, when it is to be a Jalali one.

        :return: day, week, month, quarter, year or None
        """
        name, _colon, granularity = groupby_spec.partition(":")
        if not self.env.context.get(_FLAG) or self._grouped_type(name) not in ("date", "datetime"):
            return None
        return granularity if granularity in ("day", "week", *jalali.PERIOD_MONTHS) else None

    def _grouped_type(self, name):
        """The type of what is grouped by; None for paths to other models. A hook for what is no column."""
        field = self._fields.get(name)
        return field and field.type

    @api.model
    def formatted_read_group(self, domain, groupby=(), *args, **kwargs):
        """Override of `web`."""
        return super(Base, self._with_jalali_groups()).formatted_read_group(domain, groupby, *args, **kwargs)

    @api.model
    def formatted_read_grouping_sets(self, domain, grouping_sets, *args, **kwargs):
        """Override of `web`."""
        model = self._with_jalali_groups()
        return super(Base, model).formatted_read_grouping_sets(domain, grouping_sets, *args, **kwargs)

    def _formatted_read_group_with_length(self, *args, **kwargs):
        """Override of `web`: the number of groups is that of the Jalali ones."""
        return super(Base, self._with_jalali_groups())._formatted_read_group_with_length(*args, **kwargs)

    @api.model
    def read_progress_bar(self, domain, group_by, progress_bar):
        """Override of `web`."""
        return super(Base, self._with_jalali_groups()).read_progress_bar(domain, group_by, progress_bar)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base`: the Jalali period that holds the day (in the user's zone) is what is grouped by."""
        granularity = self._jalali_granularity(groupby_spec)
        if granularity not in jalali.PERIOD_MONTHS:
            return super()._read_group_groupby(alias, groupby_spec, query)
        name = groupby_spec.partition(":")[0]
        day = SQL("%s::date", super()._read_group_groupby(alias, f"{name}:day", query))
        start = _sql_period_start(day, granularity)
        return SQL("%s::timestamp", start) if self._grouped_type(name) == "datetime" else start

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Override of `web`: the label is Jalali and the domain runs to the next Jalali period."""
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        granularity = self._jalali_granularity(groupby_spec)
        if not granularity:
            return formatter
        name = groupby_spec.partition(":")[0]

        def jalali_formatter(value):
            formatted, domain = formatter(value)
            if not value:
                return formatted, domain
            label = jalali.period_label(_to_day(value), granularity)
            if granularity in jalali.PERIOD_MONTHS:
                end = self._jalali_bound(value, jalali.next_period(_to_day(value), granularity))
                domain = ["&", (name, ">=", formatted[0]), (name, "<", end)]
            return (formatted[0], label), domain

        return jalali_formatter

    def _jalali_bound(self, like, day):
        """The beginning of a day as the server writes it: in UTC for a datetime, as the day itself for a date."""
        if not isinstance(like, datetime):
            return Date.to_string(day)
        moment = datetime.combine(day, time.min)
        if self.env.context.get("tz") in pytz.all_timezones_set:
            zone = pytz.timezone(self.env.context["tz"])
            moment = zone.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)
        return Datetime.to_string(moment)

    def _web_read_group_fill_temporal(self, groups, groupby, aggregates, fill_from=False, fill_to=False, min_groups=0):
        """Override of `web`: the empty periods between (as graphs show them) are Jalali ones."""
        granularity = self._jalali_granularity(groupby[0])
        if granularity not in jalali.PERIOD_MONTHS:
            return super()._web_read_group_fill_temporal(
                groups, groupby, aggregates, fill_from=fill_from, fill_to=fill_to, min_groups=min_groups
            )
        present = sorted({group[0] for group in groups if group[0]})
        bounds = [Date.to_date(bound) for bound in (fill_from, fill_to) if bound]
        starts = [jalali.period_start(day, granularity) for day in (*map(_to_day, present), *bounds)]
        if not starts:
            return groups
        is_datetime = self._grouped_type(groupby[0].partition(":")[0]) == "datetime"
        empty = tuple(self._read_group_empty_value(spec) for spec in (*groupby[1:], *aggregates))
        day, last, periods = min(starts), max(starts), []
        while day <= last or len(periods) < min_groups:
            periods.append(datetime.combine(day, time.min) if is_datetime else day)
            day = jalali.next_period(day, granularity)
        by_period = defaultdict(list)
        for group in groups:
            by_period[group[0]].append(group)
        filled = [by_period.get(period, [(period, *empty)]) for period in sorted({*periods, *present})]
        return [group for groups in (*filled, by_period.get(False, []), by_period.get(None, [])) for group in groups]


def _to_day(value):
    return value.date() if isinstance(value, datetime) else value
