from odoo import api, fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """The segments of a customer (C11)."""

    _inherit = "res.partner"

    segment_ids = fields.Many2many(
        "club.segment",
        "club_segment_member",
        "partner_id",
        "segment_id",
        string="Segments",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    segment_count = fields.Integer(compute="_compute_segment_count", groups="base.group_user")

    @api.depends("segment_ids")
    def _compute_segment_count(self):
        for partner in self:
            partner.segment_count = len(partner.segment_ids)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_segments(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_segments(vals)
        return super().write(vals)

    def _check_no_segments(self, vals):
        """Members come by conditions, or by hand on the segment, where joins and leaves are logged."""
        if "segment_ids" in vals:
            raise UserError(self.env._("Customers are put into a segment on the segment, not on the customer."))

    def action_add_to_segment(self):
        """Choose a static segment for these customers."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to Segment"),
            "res_model": "club.segment.add",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }

    def action_open_segments(self):
        """The segments of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.club_segment_action")
        action["domain"] = [("id", "in", self.segment_ids.ids)]
        return action

    def action_open_ips(self):
        """From where the customer came."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.club_customer_ip_action")
        action["domain"] = [("partner_id", "=", self.id)]
        return action

    def action_why_segment(self):
        """Ask why the customer is in a segment or not."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why is a customer in or not?"),
            "res_model": "club.segment.why",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }
