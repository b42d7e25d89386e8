from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionSpent(models.AbstractModel):
    """Purchases, less what was given back: how many orders, and over how much, within the last days."""

    _name = "club.segment.condition.spent"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Purchases"

    _label = _lt("Purchases")
    _sequence = 50
    _triggers = frozenset({"purchase"})

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
        self.env.flush_all()
        since = fields.Datetime.now() - timedelta(days=params["days"]) if params.get("days") else None
        having = []
        if params.get("min_count", 1) > 1:
            having.append(SQL("count(*) >= %s", params["min_count"]))
        if params.get("min_amount"):
            having.append(SQL("sum(purchase.amount) >= %s", params["min_amount"]))
        buyers = SQL(
            "SELECT purchase.partner_id FROM (%s) purchase WHERE purchase.counts AND purchase.company_id = %s %s",
            self.env["club.purchase.source.kind"]._purchases(self._customers(), since),
            self.env.company.id,
            # to group them for nothing would only spoil the planner's estimate
            SQL("GROUP BY purchase.partner_id HAVING %s", SQL(" AND ").join(having)) if having else SQL(),
        )
        domain = self._of_owners(buyers)
        return ~domain if params.get("has") == "not_bought" else domain

    def _crossings(self, params, since, now):
        if not params.get("days"):
            return None
        days = timedelta(days=params["days"])
        return self._bought_between(since - days, now - days)

    def _explain(self, params):
        count, amount = max(params.get("min_count", 1), 1), params.get("min_amount")
        days = params.get("days") and self._digits(params["days"])
        if count > 1:
            orders = self.env._("%s orders or more", self._digits(count))
        else:
            orders = self.env._("orders") if amount else self.env._("an order")
        if amount:
            orders = self.env._("%(orders)s for %(amount)s or more", orders=orders, amount=self._money(amount))
        if params.get("has") == "not_bought":
            if days:
                return self.env._("Did not have %(orders)s in the last %(days)s days", orders=orders, days=days)
            return self.env._("Never had %s", orders)
        if days:
            return self.env._("Had %(orders)s in the last %(days)s days", orders=orders, days=days)
        return self.env._("Had %s", orders)
