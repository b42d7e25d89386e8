from odoo import fields, models


class ClubCustomerDecision(models.TransientModel):
    """Asks for the reason before customers are rejected or blocked."""

    _name = "club.customer.decision"
    _description = "Reject or Block Customers"
    _inherit = ["club.whole.list.mixin"]

    decision = fields.Selection([("reject", "Reject"), ("block", "Block")], required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Carry out the decision."""
        self.ensure_one()
        return self.env["club.bulk.change"]._apply(self._customers(), self.decision, reason=self.reason)._done()
