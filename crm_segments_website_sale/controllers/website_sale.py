from odoo.http import request

from odoo.addons.website_sale.controllers.main import WebsiteSale


class WebsiteSaleBlocked(WebsiteSale):
    """The payment page tells a blocked customer that the shop takes no order of his, before he fills in anything."""

    def _get_shop_payment_errors(self, order):
        errors = super()._get_shop_payment_errors(order)
        if order._is_of_blocked():
            title = request.env._("We cannot take this order online.")
            errors.append((title, request.env._("Please call us.")))
        return errors
