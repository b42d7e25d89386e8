from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class SourceCreditNote(models.AbstractModel):
    """Posted credit notes take their amount off the order that they credit.

    The order is that of the invoice lines. A note for an order that was cancelled counts no more, as the order does
    not; a note that reverses an invoice without any order takes back what was never counted; a note of its own is a
    refund to the customer.
    """

    _name = "club.purchase.source.credit_note"
    _inherit = ["club.purchase.source.kind"]
    _description = "Purchases: Credit Notes"

    _label = _lt("Credit notes")
    _sequence = 20
    _source_models = ("account.move", "sale.order")

    def _notes(self, buyers):
        """The credit notes that count, with their order."""
        till = SQL("AND NOT EXISTS (SELECT 1 FROM pos_order p WHERE p.account_move = m.id)")
        return SQL(
            """
            account_move m
              LEFT JOIN LATERAL (
                    SELECT MIN(sl.order_id) AS order_id
                      FROM account_move_line ml
                      JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = ml.id
                      JOIN sale_order_line sl ON sl.id = rel.order_line_id
                     WHERE ml.move_id = m.id
              ) credited ON TRUE
              LEFT JOIN sale_order o ON o.id = credited.order_id
             WHERE m.move_type = 'out_refund' AND m.state = 'posted' AND %s %s
               AND (o.state = 'sale' OR (o.id IS NULL AND m.reversed_entry_id IS NULL))
            """,
            buyers(SQL("m.partner_id")),
            till if "pos.order" in self.env else SQL(),
        )

    def _orders(self, buyers):
        return SQL(
            """
            SELECT m.partner_id AS buyer_id, m.company_id, m.invoice_date::timestamp AS date,
                   -ABS(m.amount_total_signed) AS amount,
                   CASE WHEN o.id IS NULL THEN 'credit_note' ELSE 'sale' END AS origin,
                   COALESCE(o.id, m.id) AS order_id, FALSE AS is_order
              FROM %s
            """,
            self._notes(buyers),
        )

    def _lines(self, buyers):
        return SQL(
            """
            SELECT m.partner_id AS buyer_id, m.company_id, m.invoice_date::timestamp AS date, l.product_id,
                   -l.quantity AS quantity,
                   -ABS(l.balance) * COALESCE(l.price_total / NULLIF(l.price_subtotal, 0), 1) AS amount,
                   CASE WHEN o.id IS NULL THEN 'credit_note' ELSE 'sale' END AS origin,
                   COALESCE(o.id, m.id) AS order_id
              FROM account_move_line l JOIN (SELECT m.id AS note_id, o.id AS note_order_id FROM %s) note
                ON note.note_id = l.move_id
              JOIN account_move m ON m.id = l.move_id
              LEFT JOIN sale_order o ON o.id = note.note_order_id
             WHERE l.display_type = 'product' AND l.product_id IS NOT NULL
            """,
            self._notes(buyers),
        )
