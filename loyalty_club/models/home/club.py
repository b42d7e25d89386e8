from odoo import models
from odoo.tools import LazyTranslate, formatLang

_lt = LazyTranslate(__name__)


class HomeClub(models.AbstractModel):
    """Members and points of the clubs of this user, each figure with its records."""

    _name = "club.home.block.club"
    _inherit = ["club.home.block.kind"]
    _description = "Home Block: Club"

    _label = _lt("Club")
    _sequence = 15
    _width = "full"

    def _read(self):
        clubs = self.env["loyalty.club"].search([])  # pylint: disable=no-search-all
        if not clubs:
            return {"items": [], "empty": self.env._("There is no club yet. Make one under Club / Clubs.")}
        return {
            "items": [
                self._figure(clubs, self.env._("Members"), "member_count", "members"),
                self._figure(clubs, self.env._("Joined in 30 days"), "joined_month", "joined"),
                self._figure(clubs, self.env._("Points given in 30 days"), "given_month", "given"),
                self._figure(clubs, self.env._("Points spent in 30 days"), "spent_month", "spent"),
                self._figure(clubs, self.env._("Points expire in 30 days"), "expiring_month", "expiring"),
                *self._owed(clubs),
            ]
        }

    def _figure(self, clubs, label, field, records):
        return self._item(label, sum(clubs.mapped(field)), action=getattr(clubs, f"action_open_{records}")())

    def _owed(self, clubs):
        """One figure for each currency: amounts of two are not added up."""
        label = self.env._("Owed in points and credit")
        for currency, some in clubs.grouped("currency_id").items():
            money = formatLang(self.env, sum(some.mapped("owed")), currency_obj=currency)
            yield self._item(label, money, action=some.action_open_owed())
