from odoo import models


class LoyaltyClubReferral(models.Model):
    _inherit = "loyalty.club.referral"

    def _has_paid(self):
        """Override of `loyalty_club`: what was bought at the till is paid."""
        return super()._has_paid() or bool(
            self.env["pos.order"]
            .sudo()
            .search_count(
                [
                    ("partner_id", "child_of", self.member_id.partner_id.id),
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", ["paid", "done"]),
                    ("amount_total", ">", 0),
                ],
                limit=1,
            )
        )
