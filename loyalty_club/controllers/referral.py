"""The personal link of a member: it remembers who brought the visitor and shows him the door."""

import re

from odoo.http import Controller, request, route

from ..models.loyalty_club_referral import COOKIE


class ClubReferral(Controller):
    @route("/club/r/<string:code>", type="http", auth="public", sitemap=False, save_session=False)
    def club_referral(self, code, **kwargs):
        """Any code gets the same answer, so that nobody learns which there are."""
        response = request.redirect("/web/signup" if request.env.user._is_public() else "/my")
        if re.fullmatch(r"[0-9a-f]{10}", code):
            response.set_cookie(COOKIE, code, max_age=30 * 24 * 3600, httponly=True, samesite="Lax")
        return response
