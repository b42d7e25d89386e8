from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    club_member_ids = fields.One2many("loyalty.club.member", "partner_id", string="Memberships")
    club_points = fields.Float(compute="_compute_club", digits=(16, 2), groups="crm_segments.crm_segments_group_user")
    club_tier_names = fields.Char(compute="_compute_club", groups="crm_segments.crm_segments_group_user")
    club_member_count = fields.Integer(compute="_compute_club", groups="crm_segments.crm_segments_group_user")

    @api.depends("club_member_ids.state", "club_member_ids.tier_id", "club_member_ids.card_id.points")
    def _compute_club(self):
        for partner in self:
            members = partner.club_member_ids.filtered(lambda member: member.state != "left")
            partner.club_points = sum(members.mapped("points"))
            partner.club_tier_names = ", ".join(members.tier_id.mapped("name"))
            partner.club_member_count = len(members)

    def action_open_club_members(self):
        """The memberships of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_club.loyalty_club_member_action")
        action.update(domain=[("partner_id", "=", self.id)], context={"default_partner_id": self.id})
        if len(self.club_member_ids) == 1:
            action.update(views=[(False, "form")], res_id=self.club_member_ids.id)
        return action

    def _customer_approved(self):
        """Override of `crm_segments`: who waited to join a club is a member now, before he is told."""
        waiting = (
            self.env["loyalty.club.member"].sudo().search([("partner_id", "in", self.ids), ("state", "=", "pending")])
        )
        waiting.action_activate()
        return super()._customer_approved()
