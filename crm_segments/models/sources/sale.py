from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)

RATE = SQL("COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric")


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
            SELECT o.partner_id AS buyer_id, o.company_id, o.date_order AS date, o.amount_total / %s AS amount,
                   'sale' AS origin, o.id AS order_id, TRUE AS is_order
              FROM sale_order o WHERE o.state = 'sale' AND %s
            """,
            RATE,
            buyers(SQL("o.partner_id")),
        )

    def _lines(self, buyers):
        return SQL(
            """
            SELECT o.partner_id AS buyer_id, o.company_id, o.date_order AS date, l.product_id,
                   l.product_uom_qty AS quantity, l.price_total / %s AS amount, 'sale' AS origin, o.id AS order_id
              FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id
             WHERE o.state = 'sale' AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE
               AND l.product_id IS NOT NULL AND %s
            """,
            RATE,
            buyers(SQL("o.partner_id")),
        )
