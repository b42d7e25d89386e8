from odoo import api, models, tools


class LoyaltyMail(models.Model):
    """Native messages of a program; which programs tell of a milestone is kept in memory, as every order asks."""

    _inherit = "loyalty.mail"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache()
    def _programs_with_milestones(self):
        """:rtype: frozenset"""
        plans = self.sudo().search([("trigger", "=", "points_reach")])
        return frozenset(plans.program_id.ids)
