from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class TimelineOrder(models.AbstractModel):
    """Confirmed and cancelled sale orders, those of the shop too."""

    _name = "club.timeline.source.order"
    _inherit = ["club.timeline.source.kind"]
    _description = "Time Line Source: Orders"

    _label = _lt("Orders")
    _sequence = 10
    _icon = "fa-shopping-bag"
    _color = "success"

    def _events_sql(self, partner_ids):
        return SQL(
            """SELECT date_order AS date, 'order' AS kind, name AS title, 'sale.order' AS res_model, id AS res_id,
                      CASE state WHEN 'cancel' THEN 'fa-times' ELSE 'fa-shopping-bag' END AS icon
                 FROM sale_order WHERE partner_id IN %s AND state IN ('sale', 'cancel')""",
            partner_ids,
        )

    def _describe(self, rows):
        # readable ones only are asked for; the amount is the customer's, in the currency of the order
        orders = {order.id: order for order in self.env["sale.order"].browse([row["res_id"] for row in rows])}
        return [self._describe_order(orders[row["res_id"]]) for row in rows]

    def _describe_order(self, order):
        amount = order.currency_id.format(order.amount_total)
        if order.state == "cancel":
            return self.env._("Order %(name)s over %(amount)s was cancelled", name=order.name, amount=amount)
        return self.env._("Order %(name)s over %(amount)s", name=order.name, amount=amount)
