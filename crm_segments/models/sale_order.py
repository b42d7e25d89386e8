from odoo import models
from odoo.http import request


class SaleOrder(models.Model):
    """Buyers are customers; an order from the web site leaves its address (C1, C5)."""

    _inherit = "sale.order"

    def _action_confirm(self):
        result = super()._action_confirm()
        buyers = self.sudo().partner_id.commercial_partner_id | self.sudo().partner_id
        buyers.filtered(lambda partner: not partner.is_customer_club).write({"is_customer_club": True})
        for order in self:
            if order._is_confirmed_by_customer():
                self.env["club.customer.ip"]._log(
                    order.partner_id,
                    "order",
                    request.httprequest.remote_addr,
                    request.httprequest.user_agent.string,
                )
        return result

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._is_of_blocked()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._is_of_blocked()

    def _is_of_blocked(self):
        """Whether a blocked customer orders, by himself, for his company, or as a guest with his phone or e-mail (C3).

        :rtype: bool
        """
        self.ensure_one()
        order = self.sudo()
        partners = order.partner_id | order.partner_invoice_id | order.partner_shipping_id
        return bool(partners._is_blocked()) or any(
            partner._blocked_by_address(partner.phone, partner.email, order.company_id) for partner in partners
        )

    def _is_confirmed_by_customer(self):
        """Whether the running request comes from the buyer himself, not from staff or from a payment provider."""
        if not request or not request.db:
            return False
        session = request.session
        if self.id in (session.get("sale_order_id"), session.get("sale_last_order_id")):
            return True
        user = self.env["res.users"].sudo().browse(session.uid or [])
        return user.share and user.partner_id.commercial_partner_id == self.sudo().partner_id.commercial_partner_id
