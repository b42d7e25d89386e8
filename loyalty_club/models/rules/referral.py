from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.points import to_points

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleReferral(models.AbstractModel):
    """Points for who brought a customer and for who came, when the latter has paid his first order."""

    _name = "loyalty.club.rule.referral"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Referral"

    _label = _lt("Referral")
    _sequence = 50
    _trigger = "event"

    def _params(self, rule):
        return {**super()._params(rule), "friend": str(to_points(rule.friend_points))}

    def _points(self, params, event):
        return to_points(params.get("friend" if event.get("side") == "friend" else "points"))

    def _sentence(self, params, row):
        if ":friend:" in (row.idem_key or ""):
            return self.env._("%s points because a friend brought you", row._amount())
        return self.env._("%s points for bringing a friend", row._amount())


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    friend_points = fields.Float(
        string="Points for the Friend", digits=(16, 2), help="What the one gets who was brought. 0: nothing."
    )
