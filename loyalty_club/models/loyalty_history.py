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
        else:
            cards = self.env["loyalty.card"].browse({vals.get("card_id") for vals in vals_list} - {None})
            cards._club_check_history(self.env)
        return super().create(vals_list)

    def write(self, vals):
        (self.sudo().card_id | self.env["loyalty.card"].sudo().browse(vals.get("card_id")))._club_check_history(
            self.env
        )
        return super().write(vals)

    def unlink(self):
        """Native code drops an order's lines when it is cancelled; here the reversal is a line of its own."""
        if club_flow.is_inside(self.env):
            return super(LoyaltyHistory, self.filtered(lambda line: not line.sudo().card_id.club_id)).unlink()
        self.sudo().card_id._club_check_history(self.env)
        return super().unlink()


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    def _club_check_history(self, env):
        """Nobody writes the history of a club's card by himself.

        :raise AccessError: for others than code on the server; the attempt is kept
        """
        cards = self.sudo().exists().filtered("club_id")
        if cards and not env.su:
            env["loyalty.club.refusal"]._log(cards, env._("History of points written"))
            raise AccessError(env._("The history of a club's card follows its ledger and cannot be changed."))
