from odoo import api, fields, models


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    club_tier_name = fields.Char(string="Tier", compute="_compute_club_tier_name", compute_sudo=True)

    @api.depends_context("lang")
    def _compute_club_tier_name(self):
        """The tier of the member whose card it is, for the cashier."""
        members = self.env["loyalty.club.member"]._of_cards(self)
        tiers = {member.card_id: member.tier_id.name for member in members}
        for card in self:
            card.club_tier_name = tiers.get(card, False)

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "club_tier_name"]
