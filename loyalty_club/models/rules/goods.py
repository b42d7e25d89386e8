from odoo import models
from odoo.exceptions import ValidationError

from ...tools.display import show_number
from ...tools.goods import goods_points


class LoyaltyClubRuleGoods(models.AbstractModel):
    """What rules about certain goods have in common. It is no kind itself: it has no label."""

    _name = "loyalty.club.rule.goods"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Rule about Goods"

    _trigger = "purchase"

    def _params(self, rule):
        return {
            **super()._params(rule),
            "mode": rule.goods_mode,
            "step": rule.step_amount,
            "minimum": rule.minimum_amount,
        }

    def _event(self, rule, member, order, row):
        bought = [
            {
                "product": product.id,
                "categories": [int(ref) for ref in (product.categ_id.parent_path or "").split("/") if ref],
                "quantity": quantity,
                "amount": order._club_in_currency(amount, rule.club_id),
            }
            for product, quantity, amount in order._club_bought()
        ]
        return {**super()._event(rule, member, order, row), "bought": bought}

    def _points(self, params, event):
        return goods_points(params, event.get("bought", ()))

    def _goods(self, params):
        """What the rule is about, as its sentence names it."""
        return ", ".join(params.get("names") or [])

    def _sentence(self, params, row):
        return self.env._(
            "%(points)s points for %(goods)s in the purchase %(document)s",
            points=show_number(abs(row.env.context.get("club_points", row.points)), self.env.lang),
            goods=self._goods(params),
            document=row.src_name or "",
        )

    def _check(self, rule):
        if rule.goods_mode == "step" and rule.step_amount <= 0:
            raise ValidationError(self.env._("Say for each how much of the amount the points are given."))
        return super()._check(rule)
