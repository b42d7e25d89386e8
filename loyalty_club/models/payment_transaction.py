from datetime import timedelta

from odoo import api, fields, models

from .sale_order_reservation import PENDING_DAYS


class PaymentTransaction(models.Model):
    """The points on an order are reserved before its payment begins, in the shop and by payment link."""

    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        transactions = super().create(vals_list)
        transactions.filtered(lambda one: one.operation != "validation")._club_orders()._club_reserve()
        return transactions

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "pending":
            self._club_orders()._club_reserve(until=fields.Datetime.now() + timedelta(days=PENDING_DAYS))
        elif vals.get("state") in ("cancel", "error"):
            orders = self._club_orders()
            orders.filtered(lambda order: not order._club_is_being_paid())._club_release()
        return result

    def _club_orders(self):
        """Their orders that are not confirmed yet."""
        return self.sudo().sale_order_ids.filtered(lambda order: order.state in ("draft", "sent"))


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _club_is_being_paid(self):
        """Whether a payment of this order is on its way or has arrived."""
        return any(one.state in ("pending", "authorized", "done") for one in self.sudo().transaction_ids)
