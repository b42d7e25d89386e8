"""What the page *Club* of the customer page shows."""

from odoo import api, fields, models

_ROWS = 15
_STAFF = "crm_segments.crm_segments_group_user"


class ResPartner(models.Model):
    _inherit = "res.partner"

    club_ledger_ids = fields.One2many(
        "loyalty.ledger", string="Last Movements", compute="_compute_club_ledger_ids", groups=_STAFF
    )
    club_coupon_ids = fields.One2many(
        "loyalty.card", string="Coupons and Gifts", compute="_compute_club_coupon_ids", groups=_STAFF
    )

    @api.depends("club_member_ids")
    def _compute_club_ledger_ids(self):
        """The last rows of all his cards, points and credit, also those of cards that were merged into his."""
        Card = self.env["loyalty.card"].sudo().with_context(active_test=False)
        for partner in self:
            cards = Card.search([("club_id", "!=", False), ("partner_id", "in", partner.ids)])
            domain = [("card_id", "in", cards.ids), ("kind", "not in", ["settle", "hold", "release"])]
            partner.club_ledger_ids = self.env["loyalty.ledger"].search(domain, limit=_ROWS)

    @api.depends("club_member_ids")
    def _compute_club_coupon_ids(self):
        """What he can redeem besides points: coupons of tiers, codes and gift cards that are his and not used up."""
        groups = dict(
            self.env["loyalty.card"]._read_group(
                [
                    ("partner_id", "in", self.ids),
                    ("club_id", "=", False),
                    ("points", ">", 0),
                    "|",
                    ("expiration_date", "=", False),
                    ("expiration_date", ">=", fields.Date.context_today(self)),
                ],
                ["partner_id"],
                ["id:recordset"],
            )
        )
        for partner in self:
            partner.club_coupon_ids = groups.get(partner, False)

    def action_join_club(self):
        """Choose the club that this customer joins."""
        self.ensure_one()
        return self.env["loyalty.club"]._open_join(default_partner_ids=self.ids)
