from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.goods import goods_points

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleUnit(models.AbstractModel):
    """Points for each whole unit of whatever is bought."""

    _name = "loyalty.club.rule.unit"
    _inherit = ["loyalty.club.rule.goods"]
    _description = "Units"

    _label = _lt("Each unit bought")
    _sequence = 24

    def _params(self, rule):
        return {**super()._params(rule), "mode": "unit"}

    def _points(self, params, event):
        return goods_points({**params, "mode": "unit"}, event.get("bought", ()))

    def _sentence(self, params, row):
        return self.env._(
            "%(points)s points for the units in the purchase %(document)s",
            points=row._amount(),
            document=row.src_name or "",
        )
