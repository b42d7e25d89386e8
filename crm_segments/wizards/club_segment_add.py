from odoo import fields, models


class ClubSegmentAdd(models.TransientModel):
    """Puts chosen customers into a static segment."""

    _name = "club.segment.add"
    _description = "Add Customers to a Segment"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    segment_id = fields.Many2one("club.segment", required=True, domain=[("kind", "=", "static")])

    def action_confirm(self):
        """Add them."""
        self.ensure_one()
        return self.env["club.bulk.change"]._apply(self.partner_ids, "segment", self.segment_id)._done()
