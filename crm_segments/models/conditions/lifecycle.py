from odoo import models
from odoo.tools import SQL, LazyTranslate

from ..club_customer_metric import STAGES

_lt = LazyTranslate(__name__)


class ConditionLifecycle(models.AbstractModel):
    """The stage of the customer's life cycle in the company of the segment."""

    _name = "club.segment.condition.lifecycle"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Life Cycle"

    _label = _lt("Life cycle")
    _sequence = 42
    _triggers = frozenset({"purchase", "lead", "partner"})

    def _params(self):
        labels = dict(self.env["club.customer.metric"]._fields["lifecycle_stage"]._description_selection(self.env))
        return [
            {
                "name": "stages",
                "type": "choices",
                "label": self.env._("is any of"),
                "options": [[stage, labels[stage]] for stage, _label in STAGES],
                "required": True,
            }
        ]

    def _domain(self, params):
        return self._with_figures(SQL("m.lifecycle_stage IN %s", tuple(params["stages"])))

    def _explain(self, params):
        return self.env._("Life cycle: %s", self._chosen("stages", params["stages"]))
