from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionPoints(models.AbstractModel):
    """Members whose balance lies between two figures."""

    _name = "club.segment.condition.points"
    _inherit = ["club.segment.condition.tier"]
    _description = "Segment Condition: Points"

    _label = _lt("Points of the club")
    _sequence = 61

    def _params(self):
        return [
            {
                "name": "clubs",
                "type": "records",
                "model": "loyalty.club",
                "label": self.env._("Is a member of any of (empty: any club)"),
            },
            {"name": "min_points", "type": "number", "label": self.env._("Points from"), "default": 0},
            {"name": "max_points", "type": "number", "label": self.env._("Points up to (empty: no limit)")},
        ]

    def _domain(self, params):
        between = SQL("c.points >= %s", params.get("min_points") or 0)
        if params.get("max_points") is not None:
            between = SQL("%s AND c.points <= %s", between, params["max_points"])
        return self._in_query(self._members(params, between))

    def _explain(self, params):
        low, high = params.get("min_points") or 0, params.get("max_points")
        if high is None:
            return self.env._("Has at least %s points", f"{low:g}")
        return self.env._("Has between %(low)s and %(high)s points", low=f"{low:g}", high=f"{high:g}")
