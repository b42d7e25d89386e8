from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionSpent(models.AbstractModel):
    """Confirmed sale orders: how many, and over how much, within the last days."""

    _name = "club.segment.condition.spent"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Purchases"

    _label = _lt("Purchases")
    _sequence = 50

    def _params(self):
        return [
            {
                "name": "has",
                "type": "selection",
                "label": self.env._("the customer"),
                "options": [["bought", self.env._("has bought")], ["not_bought", self.env._("has not bought")]],
                "default": "bought",
            },
            {
                "name": "days",
                "type": "integer",
                "label": self.env._("in the last"),
                "default": 0,
                "suffix": self.env._("days (0: ever)"),
            },
            {
                "name": "min_count",
                "type": "integer",
                "label": self.env._("at least"),
                "default": 1,
                "suffix": self.env._("orders"),
            },
            {
                "name": "min_amount",
                "type": "number",
                "label": self.env._("for at least"),
                "default": 0,
                "suffix": self.env.company.currency_id.name,
            },
        ]

    def _domain(self, params):
        if not self.env["sale.order"].has_access("read"):
            raise AccessError(self.env._("Conditions about purchases need the right to see sales orders."))
        self.env["sale.order"].flush_model()
        conditions = [SQL("o.state = 'sale'"), SQL("o.company_id = %s", self.env.company.id)]
        if params.get("days"):
            since = fields.Datetime.now() - timedelta(days=params["days"])
            conditions.append(SQL("o.date_order >= %s", since))
        having = [SQL("count(*) >= %s", max(params.get("min_count", 1), 1))]
        if params.get("min_amount"):
            having.append(
                SQL("sum(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1)) >= %s", params["min_amount"])
            )
        # what a company buys counts for each of its contacts
        buyers = SQL(
            """
            SELECT p.id FROM res_partner p WHERE p.commercial_partner_id IN (
                SELECT b.commercial_partner_id FROM sale_order o JOIN res_partner b ON b.id = o.partner_id
                 WHERE %s GROUP BY b.commercial_partner_id HAVING %s)
            """,
            SQL(" AND ").join(conditions),
            SQL(" AND ").join(having),
        )
        domain = self._in_query(buyers)
        return ~domain if params.get("has") == "not_bought" else domain

    def _explain(self, params):
        currency = self.env.company.currency_id.name
        values = {
            "count": max(params.get("min_count", 1), 1),
            "amount": f"{params.get('min_amount', 0):,.0f} {currency}",
            "days": params.get("days", 0),
        }
        if params.get("has") == "not_bought":
            if params.get("days"):
                return self.env._("Has no %(count)s orders for %(amount)s or more in the last %(days)s days", **values)
            return self.env._("Never had %(count)s orders for %(amount)s or more", **values)
        if params.get("days"):
            return self.env._("Has %(count)s orders or more for %(amount)s or more in the last %(days)s days", **values)
        return self.env._("Ever had %(count)s orders or more for %(amount)s or more", **values)
