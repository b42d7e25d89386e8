from odoo import fields, models
from odoo.exceptions import UserError


class ClubCustomerDecision(models.TransientModel):
    """Asks for the reason before customers are rejected or blocked, and before a very long list is approved."""

    _name = "club.customer.decision"
    _description = "Decision about Customers"
    _inherit = ["club.whole.list.mixin"]

    decision = fields.Selection([("approve", "Approve"), ("reject", "Reject"), ("block", "Block")], required=True)
    reason = fields.Text()

    def action_confirm(self):
        """Carry out the decision."""
        self.ensure_one()
        if self.decision != "approve" and not (self.reason or "").strip():
            raise UserError(self.env._("Say why. It is kept in the log of the customer."))
        return self.env["club.bulk.change"]._apply(self._customers(), self.decision, reason=self.reason)._done()
