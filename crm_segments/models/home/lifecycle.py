from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class HomeLifecycle(models.AbstractModel):
    """The stages of the life cycle as bars."""

    _name = "club.home.block.lifecycle"
    _inherit = ["club.home.block.kind"]
    _description = "Home Block: Life Cycle"

    _label = _lt("Life Cycle")
    _sequence = 30
    _show = "bars"

    def _read(self):
        stages = self.env["club.customer.metric"].funnel()["stages"]
        most = max([stage["count"] for stage in stages], default=0) or 1
        return {
            "items": [
                self._item(
                    stage["label"],
                    stage["count"],
                    part=100 * stage["count"] / most,
                    color=f"o_club_funnel_{stage['stage']}",
                    action=self._open_customers(
                        stage["label"],
                        [("lifecycle_stage", "=", stage["stage"]), ("is_customer_club", "=", True)],
                    ),
                )
                for stage in stages
            ]
            if any(stage["count"] for stage in stages)
            else [],
            "empty": self.env._("Who signs up is a lead; purchases move customers on. The picture follows in minutes."),
            "action": "crm_segments.lifecycle_funnel_action",
            "action_label": self.env._("Details"),
        }
