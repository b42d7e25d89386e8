from odoo import fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class LoyaltyClubRuleManual(models.AbstractModel):
    """Points that staff give or take, with a reason and up to a limit."""

    _name = "loyalty.club.rule.manual"
    _inherit = ["loyalty.club.rule.kind"]
    _description = "By Staff"

    _label = _lt("By staff")
    _sequence = 90
    _trigger = "manual"

    def _params(self, rule):
        return {}

    def _sentence(self, params, row):
        points = row._amount()
        if row.points > 0:
            return self.env._("%(points)s points given: %(reason)s", points=points, reason=row.reason or "")
        return self.env._("%(points)s points taken: %(reason)s", points=points, reason=row.reason or "")

    def _check(self, rule):
        """The points are chosen each time."""


class LoyaltyClubRule(models.Model):
    _inherit = "loyalty.club.rule"

    manual_limit = fields.Float(
        string="Limit",
        digits=(16, 2),
        help="More than this at once is for managers. 0: managers only. The limits of the rule bind staff as well;"
        " managers stand above them, with their name and reason in the ledger.",
    )
