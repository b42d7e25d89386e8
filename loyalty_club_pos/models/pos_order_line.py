from odoo import models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _club_own(self):
        """Those of these lines that are a purchase of their order: not what comes back, and not what an order of Sales,
        which has points of its own, brought to the till."""
        lines = self.filtered(lambda line: not line.refunded_orderline_id)
        if "sale_order_origin_id" in self._fields:
            lines = lines.filtered(lambda line: not line.sale_order_origin_id)
        return lines

    def _club_amount(self, total="price_subtotal_incl"):
        """What this line comes to, from its price and quantity; the sum that the till sent is not looked at."""
        return self._compute_amount_line_all()[total]

    def _club_left(self):
        """The part of this line that was not returned, from 0 to 1."""
        self.ensure_one()
        if not self.qty:
            return 1.0
        returned = -sum(self.refund_orderline_ids.filtered(lambda line: line.order_id._club_counts()).mapped("qty"))
        return min(max(1.0 - returned / self.qty, 0.0), 1.0)

    def _club_is_paying(self):
        """Gift cards and e-wallets pay; they do not make the purchase smaller."""
        return self.reward_id.program_id.is_payment_program
