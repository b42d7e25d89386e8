from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionBought(models.AbstractModel):
    """Certain products, or products of certain categories: how often, how many, over how much, when, or never."""

    _name = "club.segment.condition.bought"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Bought Products"

    _label = _lt("Bought products")
    _sequence = 52
    _triggers = frozenset({"purchase"})

    def _params(self):
        return [
            {
                "name": "has",
                "type": "selection",
                "label": self.env._("the customer"),
                "options": [["bought", self.env._("has bought")], ["never", self.env._("has not bought")]],
                "default": "bought",
            },
            {
                "name": "products",
                "type": "records",
                "model": "product.product",
                "label": self.env._("any of the products"),
            },
            {
                "name": "categories",
                "type": "records",
                "model": "product.category",
                "label": self.env._("or of the categories"),
            },
            {
                "name": "days",
                "type": "integer",
                "label": self.env._("in the last"),
                "default": 0,
                "suffix": self.env._("days (0: ever)"),
            },
            {
                "name": "min_times",
                "type": "integer",
                "label": self.env._("at least"),
                "default": 1,
                "suffix": self.env._("times"),
            },
            {
                "name": "min_quantity",
                "type": "number",
                "label": self.env._("at least"),
                "default": 0,
                "suffix": self.env._("pieces"),
            },
            {
                "name": "min_amount",
                "type": "number",
                "label": self.env._("for at least"),
                "default": 0,
                "suffix": self.env.company.currency_id.name,
            },
        ]

    def _check_params(self, params):
        params = super()._check_params(params)
        if not (params.get("products") or params.get("categories")):
            raise ValidationError(self.env._("Choose the products or categories that were bought."))
        return params

    def _domain(self, params):
        if not self.env["sale.order"].has_access("read"):
            raise AccessError(self.env._("Conditions about purchases need the right to see sales orders."))
        self.env.flush_all()
        since = fields.Datetime.now() - timedelta(days=params["days"]) if params.get("days") else None
        having = [SQL("SUM(line.quantity) > 0")]
        if params.get("min_times", 1) > 1:
            having.append(SQL("COUNT(DISTINCT (line.origin, line.order_id)) >= %s", params["min_times"]))
        if params.get("min_quantity"):
            having.append(SQL("SUM(line.quantity) >= %s", params["min_quantity"]))
        if params.get("min_amount"):
            having.append(SQL("SUM(line.amount) >= %s", params["min_amount"]))
        buyers = SQL(
            """
            SELECT line.partner_id FROM (%s) line
             WHERE line.company_id = %s AND line.product_id = ANY(%s) AND %s
             GROUP BY line.partner_id HAVING %s
            """,
            self.env["club.purchase.source.kind"]._purchased_lines(self._customers()),
            self.env.company.id,
            self._products(params),
            SQL("line.date > %s", since) if since else SQL("TRUE"),
            SQL(" AND ").join(having),
        )
        domain = self._of_owners(buyers)
        return ~domain if params.get("has") == "never" else domain

    def _products(self, params):
        """The ids of all products meant, archived ones too, since what was bought was bought."""
        Product = self.env["product.product"].sudo().with_context(active_test=False)
        found = set(params.get("products", []))
        if params.get("categories"):
            found |= set(Product.search([("categ_id", "child_of", params["categories"])]).ids)
        return sorted(found)

    def _crossings(self, params, since, now):
        if not params.get("days"):
            return None
        days = timedelta(days=params["days"])
        return self._bought_between(since - days, now - days)

    def _explain(self, params):
        names = [
            self._names(model, params[key])
            for key, model in (("products", "product.product"), ("categories", "product.category"))
            if params.get(key)
        ]
        what = self.env._(", ").join(names)
        limits = []
        if params.get("min_times", 1) > 1:
            limits.append(self.env._("%s times or more", self._digits(params["min_times"])))
        if params.get("min_quantity"):
            limits.append(self.env._("%s pieces or more", self._digits(params["min_quantity"])))
        if params.get("min_amount"):
            limits.append(self.env._("for %s or more", self._money(params["min_amount"])))
        if params.get("days"):
            limits.append(self.env._("in the last %s days", self._digits(params["days"])))
        if params.get("has") == "never":
            sentence = self.env._("Has not bought: %s", what)
        else:
            sentence = self.env._("Has bought: %s", what)
        return self.env._(", ").join([sentence, *limits])
