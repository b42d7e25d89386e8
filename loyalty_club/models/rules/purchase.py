from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...tools.display import show_number
from ...tools.points import purchase_points, to_points

_lt = LazyTranslate(__name__)


class LoyaltyClubRulePurchase(models.AbstractModel):
    """Points for a purchase: for each order, or for each full step of its amount."""

    _name = "loyalty.club.rule.purchase"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Purchase"

    _label = _lt("Purchase")
    _sequence = 20
    _trigger = "purchase"

    def _params(self, rule):
        return {
            **super()._params(rule),
            "mode": rule.purchase_mode,
            "step": rule.step_amount,
            "minimum": rule.minimum_amount,
        }

    def _points(self, params, event):
        return purchase_points(params, event["amount"])

    def _sentence(self, params, row):
        lang = self.env.lang
        points = row._amount()
        each = to_points(params.get("points")) * Decimal(str(params.get("multiplier") or 1))
        steps = to_points(row.points) / each if each else Decimal("0.5")
        if params.get("mode") != "step" or steps != steps.to_integral_value():  # a limit cut it
            return self.env._(
                "%(points)s points for the purchase %(document)s", points=points, document=row.src_name or ""
            )
        return self.env._(
            "%(points)s points for %(count)s × %(step)s in the purchase %(document)s",
            points=points,
            count=show_number(steps, lang),
            step=row.company_id._club_format_amount(params.get("step"), row.club_id.currency_id, lang),
            document=row.src_name or "",
        )

    def _check(self, rule):
        if rule.purchase_mode == "step" and rule.step_amount <= 0:
            raise ValidationError(self.env._("Say for each how much of the amount the points are given."))
        return super()._check(rule)


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    purchase_mode = fields.Selection(
        [("order", "Each order"), ("step", "Each full step of the amount")],
        string="Given for",
        default="order",
    )
    step_amount = fields.Float(
        string="Step", digits=(16, 2), help="Points are given for each full step: 299,999 holds 2 steps of 100,000."
    )
    minimum_amount = fields.Float(digits=(16, 2), help="Smaller orders give nothing.")

    @api.constrains("purchase_mode", "step_amount")
    def _check_purchase(self):
        self._check_complete()
