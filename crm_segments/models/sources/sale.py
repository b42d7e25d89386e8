from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


def in_company_currency(amount):
    """An amount of the order ``o``. Nearly all orders are in that currency, and dividing takes longer than reading.

    :param amount: SQL
    """
    return SQL(
        "CASE WHEN COALESCE(o.currency_rate, 0) IN (0, 1) THEN %(amount)s "
        "ELSE %(amount)s / o.currency_rate::numeric END",
        amount=amount,
    )


class SourceSale(models.AbstractModel):
    """Confirmed orders of Sales and of the web shop."""

    _name = "club.purchase.source.sale"
    _inherit = ["club.purchase.source.kind"]
    _description = "Purchases: Sales Orders"

    _label = _lt("Sales orders")
    _sequence = 10
    _source_models = ("sale.order",)

    def _orders(self, buyers):
        return SQL(
            """
            SELECT o.partner_id AS buyer_id, o.company_id, o.date_order AS date, %s AS amount,
                   'sale' AS origin, o.id AS order_id, TRUE AS is_order
              FROM sale_order o WHERE o.state = 'sale' AND %s
            """,
            in_company_currency(SQL("o.amount_total")),
            buyers(SQL("o.partner_id")),
        )

    def _lines(self, buyers):
        return SQL(
            """
            SELECT o.partner_id AS buyer_id, o.company_id, o.date_order AS date, l.product_id,
                   l.product_uom_qty AS quantity, %s AS amount, 'sale' AS origin, o.id AS order_id
              FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id
             WHERE o.state = 'sale' AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE
               AND l.product_id IS NOT NULL AND %s
            """,
            in_company_currency(SQL("l.price_total")),
            buyers(SQL("o.partner_id")),
        )
