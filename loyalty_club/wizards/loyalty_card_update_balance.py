from odoo import models
from odoo.exceptions import AccessError

from ..tools.points import to_points


class LoyaltyCardUpdateBalance(models.TransientModel):
    _inherit = "loyalty.card.update.balance"

    def action_update_card_point(self):
        """Override of `loyalty`: for a club's card it books the difference, with its reason, for managers."""
        card = self.card_id.sudo()
        if not card.club_id:
            return super().action_update_card_point()
        if not self.env.user.has_group("crm_segments.crm_segments_group_manager"):
            self.env["loyalty.club.refusal"]._log(card, self.env._("Balance written: %s", self.new_balance))
            raise AccessError(self.env._("The balance of a club's card is corrected by the club's managers."))
        card._club_lock()
        self.env["loyalty.ledger"]._post(
            [
                {
                    "card_id": card.id,
                    "kind": "adjust",
                    "points": to_points(self.new_balance) - to_points(card.points),
                    "reason": self.description,
                }
            ]
        )
        return None
