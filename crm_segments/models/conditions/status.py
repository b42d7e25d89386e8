from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionStatus(models.AbstractModel):
    """The status that the business gave the customer."""

    _name = "club.segment.condition.status"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Status"

    _label = _lt("Status")
    _sequence = 30
    _triggers = frozenset({"partner"})

    def _params(self):
        return [
            {
                "name": "statuses",
                "type": "records",
                "model": "club.customer.status",
                "label": self.env._("is any of"),
                "required": True,
            }
        ]

    def _domain(self, params):
        return Domain("customer_status_id", "in", params["statuses"])

    def _explain(self, params):
        return self.env._("The status is: %s", self._names("club.customer.status", params["statuses"]))
