from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionTag(models.AbstractModel):
    """Tags of the customer, sub-tags included."""

    _name = "club.segment.condition.tag"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Tag"

    _label = _lt("Tags")
    _sequence = 40
    _triggers = frozenset({"partner", "tag"})

    def _params(self):
        return [
            {
                "name": "match",
                "type": "selection",
                "label": self.env._("has"),
                "options": [["any", self.env._("any of")], ["all", self.env._("all of")]],
                "default": "any",
            },
            {
                "name": "tags",
                "type": "records",
                "model": "res.partner.category",
                "label": "",
                "required": True,
            },
        ]

    def _domain(self, params):
        each = [Domain("category_id", "child_of", tag) for tag in params["tags"]]
        return Domain.AND(each) if params.get("match") == "all" else Domain.OR(each)

    def _explain(self, params):
        names = self._names("res.partner.category", params["tags"])
        if params.get("match") == "all":
            return self.env._("Has all of the tags: %s", names)
        return self.env._("Has one of the tags: %s", names)
