from odoo import models


class PosOrder(models.Model):
    """What a till sold to a blocked customer, while it did not know or by the cashier's decision, is kept and noted."""

    _inherit = "pos.order"

    def action_pos_order_paid(self):
        result = super().action_pos_order_paid()
        # the money is in the drawer: to refuse it now would lose the sale
        for partner in self.sudo().partner_id._is_blocked():
            partner.message_post(
                body=self.env._(
                    "Bought at the till although blocked: %(order)s, cashier %(cashier)s.",
                    order=self.pos_reference or self.name,
                    cashier=self.env.user.name,
                )
            )
        return result
