"""The member's card on his phone: one page that fills the screen, and can be kept on the home screen or printed."""

import json

from odoo.http import request, route

from ..tools.icon import star_icon
from .portal import ClubPortal

_SIZES = (192, 512)


class ClubPortalCard(ClubPortal):
    def _club_card_member(self, member_id):
        """One of his memberships that has a card in use, else nothing."""
        return self._club_member(member_id).filtered(lambda member: member.state == "active" and member.card_id)

    @route("/my/club/<int:member_id>/card", type="http", auth="user", website=True, sitemap=False)
    def portal_club_card(self, member_id, **kwargs):
        """The card alone, as large as the screen."""
        member = self._club_card_member(member_id)
        if not member:
            return request.not_found()
        background, text = member._card_colour()
        values = {
            "member": member,
            "background": background,
            "text": text,
            "show_number": self._club_number,
            "direction": request.env["res.lang"]._get_data(code=request.env.lang).direction or "ltr",
        }
        return request.render("loyalty_club.portal_card_phone", values)

    @route("/my/club/<int:member_id>/card/print", type="http", auth="user", website=True, sitemap=False)
    def portal_club_card_print(self, member_id, **kwargs):
        """The card to print: as PDF, or as a page where the server cannot make PDFs."""
        member = self._club_card_member(member_id)
        if not member:
            return request.not_found()
        can_pdf = request.env["ir.actions.report"].get_wkhtmltopdf_state() in ("ok", "workers")
        return self._show_report(member, "pdf" if can_pdf else "html", "loyalty_club.loyalty_club_card_report")

    @route("/my/club/<int:member_id>/card.webmanifest", type="http", auth="user", website=True, sitemap=False)
    def portal_club_card_manifest(self, member_id, **kwargs):
        """What a phone asks for to put the card on its home screen."""
        member = self._club_card_member(member_id)
        if not member:
            return request.not_found()
        page, background = f"/my/club/{member.id}/card", member._card_colour()[0]
        manifest = {
            "name": member.club_id.name,
            "short_name": member.club_id.name,
            "id": page,
            "start_url": page,
            "scope": "/my/club",
            "display": "standalone",
            "background_color": background,
            "theme_color": background,
            "icons": [
                {"src": f"/my/club/{member.id}/card-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
                for size in _SIZES
            ],
        }
        return request.make_response(json.dumps(manifest), [("Content-Type", "application/manifest+json")])

    @route("/my/club/<int:member_id>/card-<int:size>.png", type="http", auth="user", website=True, sitemap=False)
    def portal_club_card_icon(self, member_id, size, **kwargs):
        """The picture on the home screen: a star on the colour of the tier."""
        member = self._club_card_member(member_id)
        if not member or size not in _SIZES:
            return request.not_found()
        icon = star_icon(size, *member._card_colour())
        return request.make_response(icon, [("Content-Type", "image/png"), ("Cache-Control", "private, max-age=86400")])
