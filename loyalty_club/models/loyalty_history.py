from odoo import api, models
from odoo.exceptions import AccessError

from . import club_flow


class LoyaltyHistory(models.Model):
    """For the cards of a club the native history is a mirror of the ledger."""

    _inherit = "loyalty.history"

    @api.model_create_multi
    def create(self, vals_list):
        """Inside the order flow native code writes lines for what the club books itself: those are left out."""
        if club_flow.is_inside(self.env):
            cards = self.env["loyalty.card"].sudo().browse({vals["card_id"] for vals in vals_list})
            ours = set(cards.filtered("club_id").ids)
            vals_list = [vals for vals in vals_list if vals["card_id"] not in ours]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and self.sudo().card_id.club_id:
            raise AccessError(self.env._("The history of a club's card follows its ledger and cannot be changed."))
        return super().write(vals)

    def unlink(self):
        """Native code drops an order's lines when it is cancelled; here the reversal is a line of its own."""
        if club_flow.is_inside(self.env):
            return super(LoyaltyHistory, self.filtered(lambda line: not line.sudo().card_id.club_id)).unlink()
        return super().unlink()
