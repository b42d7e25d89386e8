from odoo import models
from odoo.tools import SQL


class LoyaltyClubTier(models.Model):
    _inherit = "loyalty.club.tier"

    def _purchase_sources(self):
        """Paid orders of the till are purchases, too; returns lower the amount and are no orders. What was settled for
        an order of Sales counts there."""
        settled = SQL("0")
        if "sale_order_origin_id" in self.env["pos.order.line"]._fields:
            settled = SQL(
                """coalesce((SELECT sum(l.price_subtotal_incl) FROM pos_order_line l
                    WHERE l.order_id = o.id AND l.sale_order_origin_id IS NOT NULL), 0)"""
            )
        return [
            *super()._purchase_sources(),
            SQL(
                """SELECT o.partner_id, o.company_id, o.date_order,
                          CASE WHEN o.amount_total - %(settled)s > 0 THEN 1 ELSE 0 END,
                          (o.amount_total - %(settled)s) / coalesce(nullif(o.currency_rate, 0), 1)
                     FROM pos_order o WHERE o.state IN ('paid', 'done')""",
                settled=settled,
            ),
        ]
