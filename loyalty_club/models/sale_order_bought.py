"""The goods of an order, for rules about products, categories and units."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _club_bought(self):
        lines = (self.order_line - self._get_no_effect_on_threshold_lines()).filtered(
            lambda line: not line.display_type and not line.reward_id and line.product_id
        )
        bought = []
        for line in lines:
            left = line._club_left()
            bought.append((line.product_id, line.product_uom_qty * left, line.price_total * left))
        return bought
