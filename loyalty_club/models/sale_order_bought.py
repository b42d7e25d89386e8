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


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _club_left(self):
        """The part of this line that was not refunded, from 0 to 1; what was invoiced again counts again."""
        self.ensure_one()
        quantity = self.product_uom_qty
        lines = self.invoice_lines.filtered(lambda line: line.parent_state == "posted")
        refunds = sum(lines.filtered(lambda line: line.move_type == "out_refund").mapped("quantity"))
        invoices = sum(lines.filtered(lambda line: line.move_type == "out_invoice").mapped("quantity"))
        if not refunds or quantity <= 0:
            return 1.0
        refunded = min(refunds, max(quantity - (invoices - refunds), 0.0))
        return max(1.0 - refunded / quantity, 0.0)
