from odoo import api, fields, models


class ClubSegmentWhy(models.TransientModel):
    """Says of each condition whether a customer fulfils it (C11)."""

    _name = "club.segment.why"
    _description = "Why Is a Customer in a Segment or Not"

    segment_id = fields.Many2one("club.segment", required=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    is_member = fields.Boolean(compute="_compute_answer")
    fulfils = fields.Boolean(compute="_compute_answer")
    answer = fields.Text(compute="_compute_answer")

    @api.depends("segment_id", "partner_id")
    def _compute_answer(self):
        for wizard in self:
            segment, partner = wizard.segment_id, wizard.partner_id
            wizard.is_member = wizard.fulfils = wizard.answer = False
            if not (segment and partner):
                continue
            segment.check_access("read")
            partner.check_access("read")
            wizard.is_member = bool(
                self.env["club.segment.member"]
                .sudo()
                .search_count([("segment_id", "=", segment.id), ("partner_id", "=", partner.id)], limit=1)
            )
            if segment.kind == "static":
                wizard.fulfils = wizard.is_member
                wizard.answer = self.env._("The members of this segment are chosen by hand.")
                continue
            result = segment._why(partner)
            wizard.fulfils = result["base"] and result["result"]
            wizard.answer = segment._explain_tree(result)
            if not result["base"]:
                reason = self.env._(
                    "✗ Segments hold customers of the club who are not archived and fit the segment's company."
                )
                wizard.answer = f"{reason}\n{wizard.answer}"
