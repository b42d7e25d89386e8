from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionBought(models.AbstractModel):
    """Certain products, or products of certain categories: how often, how many, over how much, when, or never."""

    _name = "club.segment.condition.bought"
    _inherit = ["club.segment.condition.purchase"]
    _description = "Segment Condition: Bought Products"

    _label = _lt("Bought products")
    _sequence = 52

    def _params(self):
        products = {"name": "products", "type": "records", "model": "product.product"}
        categories = {"name": "categories", "type": "records", "model": "product.category"}
        return [
            self._param_has(["bought", self.env._("has bought")], ["never", self.env._("has not bought")]),
            {**products, "label": self.env._("any of the products")},
            {**categories, "label": self.env._("or of the categories")},
            self._param_days(),
            self._param_at_least("min_times", self.env._("times")),
            self._param_at_least("min_quantity", self.env._("pieces"), type="number", default=0),
            self._param_amount(),
        ]

    def _check_params(self, params):
        params = super()._check_params(params)
        if not (params.get("products") or params.get("categories")):
            raise ValidationError(self.env._("Choose the products or categories that were bought."))
        return params

    def _buyers(self, params, since):
        having = [SQL("SUM(line.quantity) > 0")]
        if params.get("min_times", 1) > 1:
            having.append(SQL("COUNT(DISTINCT (line.origin, line.order_id)) >= %s", params["min_times"]))
        if params.get("min_quantity"):
            having.append(SQL("SUM(line.quantity) >= %s", params["min_quantity"]))
        if params.get("min_amount"):
            having.append(SQL("SUM(line.amount) >= %s", params["min_amount"]))
        return SQL(
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

    def _products(self, params):
        """The ids of all products meant, archived ones too, since what was bought was bought."""
        Product = self.env["product.product"].sudo().with_context(active_test=False)
        found = set(params.get("products", []))
        if params.get("categories"):
            found |= set(Product.search([("categ_id", "child_of", params["categories"])]).ids)
        return sorted(found)

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
