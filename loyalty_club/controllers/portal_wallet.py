"""My wallet: the credit of a member, until when each part of it is valid, and what moved."""

from odoo.http import request, route

from .portal import ClubPortal


class ClubPortalWallet(ClubPortal):
    @route(
        ["/my/club/<int:member_id>/wallet", "/my/club/<int:member_id>/wallet/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def portal_club_wallet(self, member_id, page=1, **kwargs):
        """Balance, lots with the day on which they end, and history."""
        member = self._club_member(member_id)
        if not member:
            return request.not_found()
        values = {
            "page_name": "club_wallet",
            "member": member,
            "show_date": self._club_date,
            "show_money": member._show_money,
            "balance": member._show_money(member.spendable_credit),
            "lots": member._credit_lots(),
            **self._club_history(member.wallet_card_id, f"/my/club/{member.id}/wallet", page),
        }
        return request.render("loyalty_club.portal_my_wallet", values)
