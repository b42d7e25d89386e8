from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ClubSegmentOverlap(models.TransientModel):
    """How many customers two segments share (C11)."""

    _name = "club.segment.overlap"
    _description = "Overlap of Two Segments"

    first_id = fields.Many2one("club.segment", string="Segment", required=True)
    second_id = fields.Many2one("club.segment", string="Other Segment")
    first_only = fields.Integer(string="Only in the First", compute="_compute_counts")
    both = fields.Integer(string="In Both", compute="_compute_counts")
    second_only = fields.Integer(string="Only in the Second", compute="_compute_counts")
    share = fields.Float(string="Shared (%)", compute="_compute_counts", help="Of all who are in one of the two.")

    @api.depends("first_id", "second_id")
    def _compute_counts(self):
        for wizard in self:
            (wizard.first_id + wizard.second_id).check_access("read")
            [[only_first, both, only_second]] = self.env.execute_query(
                SQL(
                    """
                    SELECT COUNT(*) FILTER (WHERE o.partner_id IS NULL),
                           COUNT(*) FILTER (WHERE m.partner_id = o.partner_id),
                           COUNT(*) FILTER (WHERE m.partner_id IS NULL)
                      FROM (SELECT partner_id FROM club_segment_member WHERE segment_id = %s) m
                      FULL JOIN (SELECT partner_id FROM club_segment_member WHERE segment_id = %s) o USING (partner_id)
                    """,
                    wizard.first_id.id or 0,
                    wizard.second_id.id or 0,
                )
            )
            wizard.first_only, wizard.both, wizard.second_only = only_first, both, only_second
            wizard.share = 100 * both / max(only_first + both + only_second, 1)

    def action_open_first_only(self):
        """Who is in the first only."""
        return self._open(self.first_id, self.second_id)

    def action_open_both(self):
        """Who is in both."""
        return self._open(self.first_id + self.second_id, self.env["club.segment"])

    def action_open_second_only(self):
        """Who is in the second only."""
        return self._open(self.second_id, self.first_id)

    def _open(self, inside, outside):
        domain = Domain.AND(Domain("segment_ids", "in", segment.ids) for segment in inside)
        for segment in outside:
            domain &= Domain("segment_ids", "not in", segment.ids)
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        action["domain"] = list(domain)
        action["target"] = "current"
        return action
