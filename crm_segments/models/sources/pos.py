from odoo import models
from odoo.tools import SQL, LazyTranslate

from .sale import in_company_currency

_lt = LazyTranslate(__name__)

PAID = SQL("o.state IN ('paid', 'done', 'invoiced')")


class SourcePos(models.AbstractModel):
    """Paid orders of the tills, where the Point of Sale is installed; returns are orders below zero.

    A sales order that is paid at the till counts as a sales order, not a second time here.
    """

    _name = "club.purchase.source.pos"
    _inherit = ["club.purchase.source.kind"]
    _description = "Purchases: Point of Sale"

    _label = _lt("Point of Sale")
    _sequence = 30
    _source_models = ("pos.order",)

    def _settles_sales(self):
        return "sale_order_origin_id" in self.env["pos.order.line"]._fields

    def _own_lines(self):
        return SQL("l.sale_order_origin_id IS NULL") if self._settles_sales() else SQL("TRUE")

    def _returned(self):
        """The order that a return takes back, as a join."""
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT MIN(sold.order_id) AS order_id
                  FROM pos_order_line back JOIN pos_order_line sold ON sold.id = back.refunded_orderline_id
                 WHERE back.order_id = o.id AND o.amount_total <= 0
            ) returned ON TRUE
            """
        )

    def _orders(self, buyers):
        if self._settles_sales():
            amount = SQL(
                """
                (o.amount_total - COALESCE((
                    SELECT SUM(l.price_subtotal_incl) FROM pos_order_line l
                     WHERE l.order_id = o.id AND l.sale_order_origin_id IS NOT NULL), 0))
                """
            )
            own = SQL(
                "(NOT EXISTS (SELECT 1 FROM pos_order_line l WHERE l.order_id = o.id) OR EXISTS "
                "(SELECT 1 FROM pos_order_line l WHERE l.order_id = o.id AND %s))",
                self._own_lines(),
            )
        else:
            amount, own = SQL("o.amount_total"), SQL("TRUE")
        return SQL(
            """
            SELECT o.partner_id AS buyer_id, o.company_id, o.date_order AS date, %(amount)s AS amount,
                   'pos' AS origin, COALESCE(returned.order_id, o.id) AS order_id,
                   o.amount_total >= 0 AND returned.order_id IS NULL AS is_order
              FROM pos_order o %(returned)s
             WHERE %(paid)s AND %(own)s AND %(buyers)s
            """,
            amount=in_company_currency(amount),
            returned=self._returned(),
            paid=PAID,
            own=own,
            buyers=buyers(SQL("o.partner_id")),
        )

    def _lines(self, buyers):
        return SQL(
            """
            SELECT o.partner_id AS buyer_id, o.company_id, o.date_order AS date, l.product_id, l.qty AS quantity,
                   %(amount)s AS amount, 'pos' AS origin,
                   COALESCE(returned.order_id, o.id) AS order_id
              FROM pos_order o %(returned)s JOIN pos_order_line l ON l.order_id = o.id
             WHERE %(paid)s AND %(own)s AND %(buyers)s
            """,
            amount=in_company_currency(SQL("l.price_subtotal_incl")),
            returned=self._returned(),
            paid=PAID,
            own=self._own_lines(),
            buyers=buyers(SQL("o.partner_id")),
        )
