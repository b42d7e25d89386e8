from odoo import models
from odoo.exceptions import AccessError, UserError


class LoyaltyGenerateWizard(models.TransientModel):
    _inherit = "loyalty.generate.wizard"

    def generate_coupons(self):
        """Override of `loyalty`: for the program of a club, the chosen customers become members and get the points on
        the card that they have, in the ledger. A card of a club belongs to somebody."""
        clubs = {
            wizard: self.env["loyalty.club"].sudo().search([("program_id", "=", wizard.program_id.id)])
            for wizard in self
        }
        cards = self.env["loyalty.card"]
        for wizard, club in clubs.items():
            if club:
                cards |= wizard._club_generate(club)
        others = self.filtered(lambda wizard: not clubs[wizard])
        return cards | super(LoyaltyGenerateWizard, others).generate_coupons() if others else cards

    def _club_generate(self, club):
        """Give the points of this wizard to its customers.

        :return: their cards
        """
        if not self.env.user.has_group("crm_segments.crm_segments_group_manager"):
            self.env["loyalty.club.refusal"]._log(
                self.env["loyalty.card"], self.env._("Cards generated with %s points", self.points_granted)
            )
            raise AccessError(self.env._("Points of a club are given in bulk by the club's managers."))
        if self.mode != "selected":
            raise UserError(self.env._("A card of a club belongs to a member: choose the customers."))
        partners = self._get_partners()
        if not (self.customer_ids or self.customer_tag_ids) or not partners:
            raise UserError(self.env._("Choose the customers."))
        members = club._join(partners).sudo().filtered(lambda member: member.state == "active")
        self.env["loyalty.ledger"]._post(
            [
                {
                    "card_id": member.card_id.id,
                    "kind": "adjust",
                    "points": self.points_granted,
                    "expires_on": self.valid_until,
                    "reason": self.description or self.env._("Gift"),
                    "key": f"generate:{self.id}:{self.env.cr.now()}:{member.id}",
                }
                for member in members
            ]
        )
        return members.card_id.with_env(self.env)
