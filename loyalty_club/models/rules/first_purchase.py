from odoo import models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools.points import ZERO, purchase_points

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleFirstPurchase(models.AbstractModel):
    """Points for the first purchase that a customer ever makes, once; when it is cancelled, the next is the first."""

    _name = "loyalty.club.rule.first_purchase"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "First Purchase"

    _label = _lt("First purchase")
    _sequence = 21
    _trigger = "purchase"

    def _params(self, rule):
        return {**super()._params(rule), "minimum": rule.minimum_amount}

    def _event(self, rule, member, order, row):
        return {**super()._event(rule, member, order, row), "first": bool(row) or rule._is_first(member, order)}

    def _points(self, params, event):
        return purchase_points(params, event["amount"]) if event.get("first", True) else ZERO

    def _sentence(self, params, row):
        return self.env._(
            "%(points)s points for your first purchase %(document)s",
            points=row._amount(),
            document=row.src_name or "",
        )


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    def _is_first(self, member, order):
        """Whether a member has bought nothing before an order, and this rule has given him nothing."""
        if self._given("member", member, apart_from=order).get(member.id, 0) > 0:
            return False
        tiers = self.env["loyalty.club.tier"].sudo()
        before = tiers._query_orders(None, condition=SQL("o.date < %s", order._club_moment()))
        [[count]] = self.env.execute_query(
            SQL("SELECT %s FROM loyalty_club_member m WHERE m.id = %s", before, member.id)
        )
        return not count
