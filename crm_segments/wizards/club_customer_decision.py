from odoo import fields, models


class ClubCustomerDecision(models.TransientModel):
    """Asks for the reason before customers are rejected or blocked."""

    _name = "club.customer.decision"
    _description = "Reject or Block Customers"

    decision = fields.Selection([("reject", "Reject"), ("block", "Block")], required=True)
    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Carry out the decision."""
        self.ensure_one()
        if self.decision == "reject":
            self.partner_ids._reject(self.reason)
        else:
            self.partner_ids._block(self.reason)
        return {"type": "ir.actions.act_window_close"}
