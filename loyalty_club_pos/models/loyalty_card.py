from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.dates import show_date
from odoo.addons.loyalty_club.tools.display import show_number

# What ends within so many days is worth a word of the cashier.
SOON = 30


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    club_tier_name = fields.Char(string="Tier", compute="_compute_club_tier_name", compute_sudo=True)
    club_expiring = fields.Char(string="Ends Soon", compute="_compute_club_expiring", compute_sudo=True)

    @api.depends_context("lang")
    def _compute_club_tier_name(self):
        """The tier of the member whose card it is, for the cashier."""
        members = self.env["loyalty.club.member"]._of_cards(self)
        tiers = {member.card_id: member.tier_id.name for member in members}
        for card in self:
            card.club_tier_name = tiers.get(card, False)

    @api.depends_context("lang")
    def _compute_club_expiring(self):
        """What ends first, in words, for the cashier to tell."""
        lots = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (card_id) card_id, sum(remaining), expires_on FROM loyalty_lot
                WHERE card_id = ANY(%s) AND remaining > 0 AND expires_on BETWEEN %s AND %s
                GROUP BY card_id, expires_on ORDER BY card_id, expires_on""",
                self.ids,
                fields.Date.context_today(self),
                fields.Date.add(fields.Date.context_today(self), days=SOON),
            )
        )
        texts = {
            card_id: self.env._(
                "%(points)s expire on %(day)s",
                points=show_number(points, self.env.lang),
                day=show_date(day, self.env.lang),
            )
            for card_id, points, day in lots
        }
        for card in self:
            card.club_expiring = texts.get(card.id, False)

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "club_tier_name", "club_expiring"]
