from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleProduct(models.AbstractModel):
    """Points for certain products."""

    _name = "loyalty.club.rule.product"
    _inherit = ["loyalty.club.rule.goods"]
    _description = "Products"

    _label = _lt("Products")
    _sequence = 22

    def _params(self, rule):
        return {
            **super()._params(rule),
            "products": rule.product_ids.ids,
            "names": rule.product_ids.mapped("name")[:3],
        }

    def _check(self, rule):
        if not rule.product_ids:
            raise ValidationError(self.env._("Choose the products that give points."))
        return super()._check(rule)


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    product_ids = fields.Many2many("product.product", string="Products")
    goods_mode = fields.Selection(
        [("unit", "Each unit"), ("step", "Each full step of the amount"), ("order", "Each order with them")],
        string="Given for These",
        default="unit",
    )

    @api.constrains("product_ids", "category_ids", "goods_mode", "step_amount")
    def _check_goods(self):
        self._check_complete()
