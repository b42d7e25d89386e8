from odoo import api, models, tools


class LoyaltyMail(models.Model):
    """Native messages of a program; which programs tell of a milestone is kept in memory, as every order asks."""

    _name = "loyalty.mail"
    _inherit = ["loyalty.mail", "loyalty.club.cached.mixin"]

    @api.model
    @tools.ormcache()
    def _programs_with_milestones(self):
        """:rtype: frozenset"""
        plans = self.sudo().search([("trigger", "=", "points_reach")])
        return frozenset(plans.program_id.ids)
