from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)

DAYS = {"last_order_on": SQL("m.last_order_on"), "first_order_on": SQL("m.first_order_on")}


class ConditionFigure(models.AbstractModel):
    """A figure of the customer: what he spent, his basket, his last order, rhythm or expected value."""

    _name = "club.segment.condition.figure"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Figure"

    _label = _lt("Figures of purchases")
    _sequence = 46
    _triggers = frozenset({"purchase", "partner"})

    def _figures(self):
        return {
            "spent": self.env._("spent in all"),
            "order_count": self.env._("number of orders"),
            "average_basket": self.env._("average basket"),
            "expected_value": self.env._("expected value (CLV)"),
            "rhythm_days": self.env._("days between two orders"),
            "last_order_on": self.env._("days since the last order"),
            "first_order_on": self.env._("days since the first order"),
        }

    def _params(self):
        return [
            {
                "name": "figure",
                "type": "selection",
                "label": "",
                "options": [list(item) for item in self._figures().items()],
                "default": "spent",
            },
            {
                "name": "operator",
                "type": "selection",
                "label": self.env._("is"),
                "options": [["min", self.env._("at least")], ["max", self.env._("at most")]],
                "default": "min",
            },
            {"name": "value", "type": "number", "label": "", "default": 0},
        ]

    def _domain(self, params):
        figure, value = params.get("figure", "spent"), params.get("value", 0)
        at_least = params.get("operator", "min") == "min"
        if figure in DAYS:
            # a moment of now less so many days; more days are an earlier moment
            column, value = DAYS[figure], fields.Datetime.now() - timedelta(days=value)
            at_least = not at_least
        else:
            column = SQL.identifier("m", figure)
        test = SQL("%s >= %s", column, value) if at_least else SQL("%s <= %s", column, value)
        return self._with_figures(SQL("m.order_count > 0 AND %s", test))

    def _crossings(self, params, since, now):
        column = DAYS.get(params.get("figure"))
        if column is None:
            return None
        days = timedelta(days=params.get("value", 0))
        return SQL(
            "SELECT partner_id FROM club_customer_metric m WHERE m.company_id = %s AND %s > %s AND %s <= %s",
            self.env.company.id,
            column,
            since - days - timedelta(seconds=1),
            column,
            now - days,
        )

    def _explain(self, params):
        figure, value = params.get("figure", "spent"), params.get("value", 0)
        is_money = figure in ("spent", "average_basket", "expected_value")
        words = {"figure": self._figures()[figure], "value": self._money(value) if is_money else self._digits(value)}
        if params.get("operator", "min") == "min":
            return self.env._("%(figure)s: at least %(value)s", **words).capitalize()
        return self.env._("%(figure)s: at most %(value)s", **words).capitalize()
