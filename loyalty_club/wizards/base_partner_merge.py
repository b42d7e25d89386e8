from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge_loyalty_cards(self, src_partners, dst_partner):
        """Override of `loyalty`: memberships and cards of a club become one, and the ledger tells how."""
        members = (
            self.env["loyalty.club.member"]
            .sudo()
            .search([("partner_id", "in", (src_partners | dst_partner).ids)], order="id")
        )
        for _club, same_club in members.grouped("club_id").items():
            kept = same_club.filtered(lambda member: member.partner_id == dst_partner) or same_club[:1]
            kept._merge(same_club - kept, dst_partner)
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search([("club_id", "!=", False), ("partner_id", "in", (src_partners | dst_partner).ids)], order="id")
        )
        for _program, same_kind in cards.grouped("program_id").items():
            kept = same_kind.filtered(lambda card: card.partner_id == dst_partner)[:1] or same_kind[:1]
            kept._club_merge(same_kind - kept, dst_partner)
        return super()._merge_loyalty_cards(src_partners, dst_partner)
