from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionGroup(models.AbstractModel):
    """The main group or a further one."""

    _name = "club.segment.condition.group"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Group"

    _label = _lt("Customer group")
    _sequence = 20
    _triggers = frozenset({"partner"})

    def _params(self):
        return [
            {
                "name": "groups",
                "type": "records",
                "model": "club.customer.group",
                "label": self.env._("is in any of"),
                "required": True,
            }
        ]

    def _domain(self, params):
        return Domain("customer_group_id", "in", params["groups"]) | Domain(
            "customer_group_ids", "in", params["groups"]
        )

    def _explain(self, params):
        return self.env._("Is in one of the groups: %s", self._names("club.customer.group", params["groups"]))
