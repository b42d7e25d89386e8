from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    club_ids = fields.One2many("loyalty.club", "program_id", string="Clubs")

    wallet_club_ids = fields.One2many("loyalty.club", "wallet_program_id", string="Clubs Whose Credit It Holds")

    def _clubs(self):
        """The clubs whose points or credit these programs hold, archived ones as well."""
        programs = self.with_context(active_test=False)
        return programs.club_ids | programs.wallet_club_ids

    @api.constrains("program_type", "applies_on", "company_id")
    def _check_club_program(self):
        """A club stands on a program whose points belong to a customer and stay."""
        for program in self.sudo().with_context(active_test=False):
            if program.club_ids and (program.program_type != "loyalty" or program.applies_on != "both"):
                raise ValidationError(
                    self.env._("%s belongs to a club and stays a loyalty card program.", program.name)
                )
