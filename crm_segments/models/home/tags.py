from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class HomeTags(models.AbstractModel):
    """The tag cloud, which reads its tags itself (C12)."""

    _name = "club.home.block.tags"
    _inherit = ["club.home.block.kind"]
    _description = "Home Block: Tag Cloud"

    _label = _lt("What your customers like")
    _sequence = 60
    _show = "tags"
    _width = "full"

    def _read(self):
        return {"action": "crm_segments.tag_cloud_action", "action_label": self.env._("All")}
