from odoo import fields, models
from odoo.tools import SQL, LazyTranslate

from ...tools.occasion import days_ahead, jalali_month_ranges, month_of

_lt = LazyTranslate(__name__)


class ConditionBirthday(models.AbstractModel):
    """Birthday in a month of either calendar, or within the next days."""

    _name = "club.segment.condition.birthday"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Birthday"

    _label = _lt("Birthday")
    _sequence = 60
    _triggers = frozenset({"partner"})  # a new day begins with the comparison in the night

    def _params(self):
        months = [str(number) for number in range(1, 13)]
        return [
            {
                "name": "when",
                "type": "selection",
                "label": self.env._("is"),
                "options": [["month", self.env._("in the month")], ["days", self.env._("within the next days")]],
                "default": "month",
            },
            {
                "name": "month",
                "type": "selection",
                "label": self.env._("month"),
                "options": [
                    ["this", self.env._("this month")],
                    ["next", self.env._("next month")],
                    *([month, month] for month in months),
                ],
                "default": "this",
                "show_if": {"when": ["month"]},
            },
            {
                "name": "calendar",
                "type": "selection",
                "label": self.env._("calendar"),
                "options": [["jalali", self.env._("Jalali")], ["gregorian", self.env._("Gregorian")]],
                "default": "jalali" if (self.env.lang or "").startswith("fa") else "gregorian",
                "show_if": {"when": ["month"]},
            },
            {
                "name": "days",
                "type": "integer",
                "label": "",
                "default": 7,
                "suffix": self.env._("days"),
                "show_if": {"when": ["days"]},
            },
        ]

    def _domain(self, params):
        self.env["res.partner"].flush_model(["birthday"])
        today = fields.Date.context_today(self)
        if params.get("when") == "days":
            where = SQL(
                "(EXTRACT(MONTH FROM birthday)::int, EXTRACT(DAY FROM birthday)::int) IN %s",
                tuple(days_ahead(params.get("days", 7), today)),
            )
        else:
            calendar = params.get("calendar", "gregorian")
            month = month_of(params.get("month", "this"), calendar, today)
            if calendar == "jalali":
                ranges = SQL(", ").join(
                    SQL("(%s::date, %s::date)", first, after) for first, after in jalali_month_ranges(month, today)
                )
                where = SQL(
                    "EXISTS (SELECT 1 FROM (VALUES %s) r(a, z) WHERE birthday >= r.a AND birthday < r.z)",
                    ranges,
                )
            else:
                where = SQL("EXTRACT(MONTH FROM birthday)::int = %s", month)
        return self._in_query(SQL("SELECT id FROM res_partner WHERE birthday IS NOT NULL AND %s", where))

    def _explain(self, params):
        if params.get("when") == "days":
            return self.env._("Has a birthday within the next %s days", params.get("days", 7))
        options = {spec["name"]: dict(spec.get("options", [])) for spec in self._params()}
        return self.env._(
            "Has a birthday in the month: %(month)s (%(calendar)s)",
            month=options["month"][params.get("month", "this")],
            calendar=options["calendar"][params.get("calendar", "gregorian")],
        )
