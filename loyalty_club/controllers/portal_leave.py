"""The member leaves his club, or comes back, by his own hand."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request, route

from .portal import ClubPortal

_REASON_LENGTH = 200


class ClubPortalLeave(ClubPortal):
    @route(
        "/my/club/<int:member_id>/leave", type="http", auth="user", website=True, sitemap=False, methods=["GET", "POST"]
    )
    def portal_club_leave(self, member_id, confirm=None, reason="", erase=None, **kwargs):
        """First what he loses; then, when he has ticked that he knows, the end."""
        member = self._club_member(member_id)
        if not member:
            return request.not_found()
        values = {
            "page_name": "club_leave",
            "member": member,
            "account": member._leaving_account(),
            "reason": reason[:_REASON_LENGTH],
            "erase": bool(erase),
            "error": None,
        }
        if request.httprequest.method == "POST":
            if not confirm:
                values["error"] = request.env._("Tick that you know what you lose.")
            else:
                values["error"] = self._club_leave(member, values["reason"].strip(), values["erase"])
                if not values["error"]:
                    return request.redirect("/my/club")
        return request.render("loyalty_club.portal_leave_club", values)

    def _club_leave(self, member, reason, erase):
        """End the membership.

        :return: what hinders it, in words, or nothing
        """
        try:
            with request.env.cr.savepoint():
                member._leave(reason or None)
        except UserError as error:
            return str(error)
        if erase:
            member.erasure_requested_on = fields.Date.context_today(member)
        member.message_post(
            body=request.env._("Left by himself on the portal. %s", reason), subtype_xmlid="mail.mt_note"
        )
        return None

    @route("/my/club/<int:member_id>/return", type="http", auth="user", website=True, sitemap=False, methods=["POST"])
    def portal_club_return(self, member_id, **kwargs):
        """Who has left comes back to a club of his."""
        member = self._club_members(left=True).filtered(lambda member: member.id == member_id)
        if not member:
            return request.not_found()
        member._come_back()
        return request.redirect(f"/my/club/{member.id}")
