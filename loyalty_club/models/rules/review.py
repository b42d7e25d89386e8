from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleReview(models.AbstractModel):
    """Points for a review, once for each thing that is reviewed. Reviews in the shop speak through
    `loyalty_club_website_sale`."""

    _name = "loyalty.club.rule.review"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Review"

    _label = _lt("Review")
    _sequence = 60
    _trigger = "event"

    def _sentence(self, params, row):
        return self.env._(
            "%(points)s points for your review of %(thing)s", points=row._amount(), thing=row.src_name or ""
        )
