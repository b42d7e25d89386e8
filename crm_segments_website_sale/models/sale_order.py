from odoo import models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    """No payment is begun for an order of a blocked customer (C3)."""

    _inherit = "sale.order"

    def _check_cart_is_ready_to_be_paid(self):
        self._check_buyer_not_blocked()
        return super()._check_cart_is_ready_to_be_paid()

    def _check_buyer_not_blocked(self):
        """:raise ValidationError: the buyer is blocked; he is told no more than that"""
        if self._is_of_blocked():
            raise ValidationError(self.env._("We cannot take this order online. Please call us."))
