from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionSegment(models.AbstractModel):
    """Members of other segments, as they are stored: theirs are refreshed before."""

    _name = "club.segment.condition.segment"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Segment"

    _label = _lt("Other segments")
    _sequence = 90
    _triggers = frozenset({"segment"})

    def _params(self):
        return [
            {
                "name": "segments",
                "type": "records",
                "model": "club.segment",
                "label": self.env._("is in any of"),
                "required": True,
            }
        ]

    def _domain(self, params):
        # through the rights of who asks: a segment that he may not see tells him nothing
        segments = self.env["club.segment"].search([("id", "in", params["segments"])])
        if not segments:
            return Domain.FALSE
        return self._in_query(
            SQL("SELECT partner_id FROM club_segment_member WHERE segment_id IN %s", tuple(segments.ids))
        )

    def _segments(self, params):
        return set(params["segments"])

    def _explain(self, params):
        return self.env._("Is in one of the segments: %s", self._names("club.segment", params["segments"]))
