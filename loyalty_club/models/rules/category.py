from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleCategory(models.AbstractModel):
    """Points for products of certain categories, also of those below."""

    _name = "loyalty.club.rule.category"
    _inherit = ["loyalty.club.rule.goods"]
    _description = "Categories"

    _label = _lt("Product categories")
    _sequence = 23

    def _params(self, rule):
        return {
            **super()._params(rule),
            "categories": rule.category_ids.ids,
            "names": rule.category_ids.mapped("name")[:3],
        }

    def _check(self, rule):
        if not rule.category_ids:
            raise ValidationError(self.env._("Choose the categories that give points."))
        return super()._check(rule)


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    category_ids = fields.Many2many("product.category", string="Product Categories")
