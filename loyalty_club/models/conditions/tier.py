from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)


class ConditionTier(models.AbstractModel):
    """Members of clubs, in any tier or in certain ones."""

    _name = "club.segment.condition.tier"
    _inherit = ["club.segment.condition.kind"]
    _description = "Segment Condition: Club and Tier"

    _label = _lt("Club and tier")
    _sequence = 60
    _triggers = frozenset({"club"})

    def _params(self):
        return [
            {
                "name": "clubs",
                "type": "records",
                "model": "loyalty.club",
                "label": self.env._("Is a member of any of (empty: any club)"),
            },
            {
                "name": "tiers",
                "type": "records",
                "model": "loyalty.club.tier",
                "label": self.env._("Is in any of the tiers (empty: any tier)"),
            },
        ]

    def _domain(self, params):
        return self._in_query(self._members(params))

    def _members(self, params, more=None):
        """A SELECT of the customers who are active members.

        :param more: further condition on the member `m`
        """
        if not self.env["loyalty.club.member"].has_access("read"):
            raise AccessError(self.env._("Conditions about clubs need the right to see members."))
        self.env["loyalty.club.member"].flush_model()
        conditions = [SQL("m.state = 'active'"), SQL("m.company_id = %s", self.env.company.id)]
        if params.get("clubs"):
            conditions.append(SQL("m.club_id = ANY(%s)", params["clubs"]))
        if params.get("tiers"):
            conditions.append(SQL("m.tier_id = ANY(%s)", params["tiers"]))
        if more:
            conditions.append(more)
        return SQL(
            "SELECT m.partner_id FROM loyalty_club_member m JOIN loyalty_card c ON c.id = m.card_id WHERE %s",
            SQL(" AND ").join(conditions),
        )

    def _explain(self, params):
        clubs, tiers = params.get("clubs"), params.get("tiers")
        if clubs and tiers:
            return self.env._(
                "Is a member of %(clubs)s in the tier %(tiers)s",
                clubs=self._names("loyalty.club", clubs),
                tiers=self._names("loyalty.club.tier", tiers),
            )
        if tiers:
            return self.env._("Is in the tier %s", self._names("loyalty.club.tier", tiers))
        if clubs:
            return self.env._("Is a member of %s", self._names("loyalty.club", clubs))
        return self.env._("Is a member of a club")
