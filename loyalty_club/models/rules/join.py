from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleJoin(models.AbstractModel):
    """Points for joining, given once, when the member becomes active."""

    _name = "loyalty.club.rule.join"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "Joining"

    _label = _lt("Joining the club")
    _sequence = 10
    _trigger = "join"

    def _sentence(self, params, row):
        return self.env._("%s points for joining the club", row._amount())


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    def _give_for_joining(self, members):
        """Give the points to members who have become active; the key makes sure that each gets them once."""
        self.ensure_one()
        members.card_id._club_lock()
        self.env["loyalty.ledger"]._post_alike(self._entries(members, None))
