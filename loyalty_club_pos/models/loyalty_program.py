from odoo import api, fields, models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    is_club = fields.Boolean(string="Of a Club", compute="_compute_is_club", compute_sudo=True)

    @api.depends("club_ids", "wallet_club_ids")
    def _compute_is_club(self):
        """Whether these programs hold the points or the credit of a club."""
        for program in self:
            program.is_club = bool(program._clubs())

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "is_club"]
