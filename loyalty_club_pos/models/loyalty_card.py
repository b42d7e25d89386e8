from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.dates import show_date
from odoo.addons.loyalty_club.tools.display import show_number
from odoo.addons.loyalty_club.tools.points import ZERO

# What ends within so many days is worth a word of the cashier.
SOON = 30


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    club_tier_name = fields.Char(string="Tier", compute="_compute_club_tier_name", compute_sudo=True)
    club_expiring = fields.Char(string="Ends Soon", compute="_compute_club_expiring", compute_sudo=True)
    club_spendable = fields.Float(string="Spendable", compute="_compute_club_spendable", compute_sudo=True)
    club_waiting = fields.Char(string="Not Spendable Yet", compute="_compute_club_waiting", compute_sudo=True)

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
        ends = {card_id: (points, show_date(day, self.env.lang)) for card_id, points, day in lots}
        for card in self:
            points, day = ends.get(card.id, (0, False))
            card.club_expiring = day and card._club_ends_text(points, day)

    def _club_ends_text(self, points, day):
        """What ends on a day; the credit of an e-wallet is money."""
        if self.program_type == "ewallet":
            amount = self.company_id._club_format_amount(points, self.currency_id, self.env.lang)
            return self.env._("%(amount)s ends on %(day)s", amount=amount, day=day)
        return self.env._("%(points)s expire on %(day)s", points=show_number(points, self.env.lang), day=day)

    def _compute_club_spendable(self):
        """What the till shows as the points of a card, and lets be spent."""
        spendable = self.filtered("club_id")._spendable()
        for card in self:
            card.club_spendable = max(spendable.get(card, ZERO), ZERO) if card.club_id else card.points

    @api.depends_context("lang")
    def _compute_club_waiting(self):
        """What the member has and cannot spend now, in words, for the cashier to explain."""
        lots = self.env["loyalty.lot"].sudo()
        held = dict(lots._read_group([("card_id", "in", self.ids), ("held", ">", 0)], ["card_id"], ["held:sum"]))
        reserved = self._club_reserved()
        for card in self:
            texts = []
            if held.get(card):
                texts.append(self.env._("%s points wait", show_number(held[card], self.env.lang)))
            if reserved.get(card):
                texts.append(self.env._("%s points are reserved", show_number(reserved[card], self.env.lang)))
            card.club_waiting = " | ".join(texts) or False

    @api.model
    def _load_pos_data_fields(self, config):
        ours = ["club_tier_name", "club_expiring", "club_spendable", "club_waiting"]
        return [*super()._load_pos_data_fields(config), *ours]
