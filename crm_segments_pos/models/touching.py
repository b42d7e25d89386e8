"""What is paid or given back at a till concerns the figures and segments of its customer."""

from odoo import models
from odoo.tools import SQL

from odoo.addons.crm_segments.models.sources.pos import PAID


class PosOrder(models.Model):
    _name = "pos.order"
    _inherit = ["pos.order", "club.touch.mixin"]

    _touch_fields = frozenset("state partner_id company_id date_order amount_total currency_rate account_move".split())

    def _touch_query(self):
        return SQL("SELECT o.partner_id FROM pos_order o WHERE o.id = ANY(%s) AND %s", self.ids, PAID)


class PosOrderLine(models.Model):
    _name = "pos.order.line"
    _inherit = ["pos.order.line", "club.touch.mixin"]

    _touch_fields = frozenset(
        "order_id product_id qty price_subtotal_incl refunded_orderline_id sale_order_origin_id".split()
    )

    def _touch_query(self):
        return SQL(
            "SELECT o.partner_id FROM pos_order_line l JOIN pos_order o ON o.id = l.order_id "
            "WHERE l.id = ANY(%s) AND %s",
            self.ids,
            PAID,
        )
