from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError

from ...tools.money import money_name


class ConditionPurchase(models.AbstractModel):
    """What customers bought: what the conditions about purchases have in common. A kind gives `_buyers`."""

    _name = "club.segment.condition.purchase"
    _inherit = ["club.segment.condition.deed"]
    _description = "Segment Condition: Deeds of Buyers"

    _triggers = frozenset({"purchase"})

    def _param_amount(self):
        """Over how much they bought."""
        return self._param_at_least(
            "min_amount",
            money_name(self.env.company.currency_id.name, self.env.lang),
            type="number",
            label=self.env._("for at least"),
            default=0,
        )

    def _buyers(self, params, since):
        """Who bought so.

        :param dict params: checked by `_check_params`
        :param datetime since: see `_since`
        :return: SQL, a SELECT of ids of commercial partners
        """
        raise NotImplementedError

    def _domain(self, params):
        if not self.env["sale.order"].has_access("read"):
            raise AccessError(self.env._("Conditions about purchases need the right to see sales orders."))
        self.env.flush_all()
        buyers = self._of_owners(self._buyers(params, self._since(params)))
        return buyers if params.get("has", "bought") == "bought" else ~buyers

    def _crossings(self, params, since, now):
        if not params.get("days"):
            return None
        days = timedelta(days=params["days"])
        return self._bought_between(since - days, now - days)
