from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _club_paid_amounts(self):
        """Override of `loyalty_club`: an order of Sales may be settled at the till, all of it or what is left."""
        amounts = super()._club_paid_amounts()
        if "pos_order_line_ids" not in self.order_line._fields:  # `pos_sale` is not there
            return amounts
        settled = self.order_line.pos_order_line_ids.filtered(lambda line: line.order_id._club_counts())
        return [*amounts, max(amounts) + sum(settled.mapped("price_subtotal_incl"))]
