from odoo import models
from odoo.tools import SQL, LazyTranslate

from ..club_customer_metric import RFM_NAMES

_lt = LazyTranslate(__name__)


class ConditionRfm(models.AbstractModel):
    """The RFM group of the customer, or his scores."""

    _name = "club.segment.condition.rfm"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: RFM"

    _label = _lt("RFM group")
    _sequence = 44
    _triggers = frozenset({"purchase", "partner"})

    def _params(self):
        labels = dict(self.env["club.customer.metric"]._fields["rfm_name"]._description_selection(self.env))
        scores = [
            ("recency", self.env._("R at least")),
            ("frequency", self.env._("F at least")),
            ("money", self.env._("M at least")),
        ]
        return [
            {
                "name": "names",
                "type": "choices",
                "label": self.env._("is any of"),
                "options": [[name, labels[name]] for name, _label in RFM_NAMES],
            },
            *({"name": name, "type": "integer", "label": label, "default": 1} for name, label in scores),
        ]

    def _domain(self, params):
        tests = [SQL("m.order_count > 0")]
        if params.get("names"):
            tests.append(SQL("m.rfm_name IN %s", tuple(params["names"])))
        tests += [
            SQL("%s >= %s", SQL.identifier("m", f"{name}_score"), params[name])
            for name in ("recency", "frequency", "money")
            if params.get(name, 1) > 1
        ]
        return self._with_figures(SQL(" AND ").join(tests))

    def _explain(self, params):
        parts = [self._chosen("names", params["names"])] if params.get("names") else []
        parts += [
            self.env._("%(score)s at least %(value)s", score=name[0].upper(), value=self._digits(params[name]))
            for name in ("recency", "frequency", "money")
            if params.get(name, 1) > 1
        ]
        return self.env._("RFM: %s", self.env._(", ").join(parts) or self.env._("whoever bought"))
