from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """Override of `account`: a credit note takes back what the refunded part had earned; the rest may be paid."""
        posted = super()._post(soft=soft)
        posted._club_sync_orders()
        return posted

    def button_draft(self):
        """Override of `account`: a credit note that is withdrawn gives back again."""
        result = super().button_draft()
        self._club_sync_orders()
        return result

    def _club_sync_orders(self):
        for move in self.filtered(lambda move: move.move_type in ("out_refund", "out_invoice")):
            orders = move.sudo().invoice_line_ids.sale_line_ids.order_id.filtered(lambda order: order.state == "sale")
            has_refund = move.move_type == "out_refund" or any(
                other.move_type == "out_refund" for other in orders.order_line.invoice_lines.move_id
            )
            if orders and has_refund:
                orders._club_enter()._club_sync(source=move)
                orders._club_mature()
