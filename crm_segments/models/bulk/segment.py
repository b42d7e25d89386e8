from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class BulkSegment(models.AbstractModel):
    """Into a segment that is kept by hand."""

    _name = "club.bulk.change.segment"
    _inherit = ["club.bulk.change.kind"]
    _description = "Bulk Change: Into a Segment"

    _label = _lt("Add to Segment")
    _sequence = 50
    _offered = False  # has a button of its own

    def _check(self, partners, record):
        record.check_access("write")

    def _affected(self, record):
        return ~Domain("segment_ids", "in", record.ids)

    def _change(self, change, partners):
        self._segment(change)._add_members(partners)

    def _is_as_changed(self, change, partner, after):
        return change.value in partner.segment_ids.ids

    def _give_back(self, change, partners, before):
        self._segment(change)._remove_members(partners)

    def _segment(self, change):
        return self.env["club.segment"].browse(change.value).exists()
