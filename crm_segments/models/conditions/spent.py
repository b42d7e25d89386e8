from odoo import models
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionSpent(models.AbstractModel):
    """Purchases, less what was given back: how many orders, and over how much, within the last days."""

    _name = "club.segment.condition.spent"
    _inherit = ["club.segment.condition.purchase"]
    _description = "Segment Condition: Purchases"

    _label = _lt("Purchases")
    _sequence = 50

    def _params(self):
        return [
            self._param_has(["bought", self.env._("has bought")], ["not_bought", self.env._("has not bought")]),
            self._param_days(),
            self._param_at_least("min_count", self.env._("orders")),
            self._param_amount(),
        ]

    def _buyers(self, params, since):
        having = []
        if params.get("min_count", 1) > 1:
            having.append(SQL("count(*) >= %s", params["min_count"]))
        if params.get("min_amount"):
            having.append(SQL("sum(purchase.amount) >= %s", params["min_amount"]))
        return SQL(
            "SELECT purchase.partner_id FROM (%s) purchase WHERE purchase.counts AND purchase.company_id = %s %s",
            self.env["club.purchase.source.kind"]._purchases(self._customers(), since),
            self.env.company.id,
            # to group them for nothing would only spoil the planner's estimate
            SQL("GROUP BY purchase.partner_id HAVING %s", SQL(" AND ").join(having)) if having else SQL(),
        )

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
