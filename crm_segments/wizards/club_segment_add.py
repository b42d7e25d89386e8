from odoo import fields, models


class ClubSegmentAdd(models.TransientModel):
    """Puts chosen customers into a static segment."""

    _name = "club.segment.add"
    _description = "Add Customers to a Segment"
    _inherit = ["club.whole.list.mixin"]

    segment_id = fields.Many2one("club.segment", required=True, domain=[("kind", "=", "static")])

    def action_confirm(self):
        """Add them."""
        self.ensure_one()
        return self.env["club.bulk.change"]._apply(self._customers(), "segment", self.segment_id)._done()
