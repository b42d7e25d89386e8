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
        return self.env["club.bulk.change"]._apply(self.partner_ids, self.decision, reason=self.reason)._done()
