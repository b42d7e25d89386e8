from odoo import api, models


class LoyaltyClubCachedMixin(models.AbstractModel):
    """For models set up once and asked by every order: what is kept of them in memory goes when one changes."""

    _name = "loyalty.club.cached.mixin"
    _description = "Kept in Memory"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
