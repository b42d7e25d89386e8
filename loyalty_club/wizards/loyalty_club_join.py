from odoo import fields, models


class LoyaltyClubJoin(models.TransientModel):
    _name = "loyalty.club.join"
    _description = "Add Members"

    club_id = fields.Many2one(
        "loyalty.club", required=True, default=lambda self: self.env["loyalty.club"].search([], limit=1)
    )
    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    pending = fields.Boolean(string="Wait for approval")

    def action_join(self):
        """Make the chosen customers members."""
        self.ensure_one()
        self.club_id.check_access("read")
        self.partner_ids.check_access("read")
        self.club_id._join(self.partner_ids, source="manual", pending=self.pending)
        return {"type": "ir.actions.act_window_close"}
