"""What a member sees of his clubs. The portal has no right on any model of the club: every page goes through
`_club_member`, which finds the caller's own memberships and nothing else."""

from odoo import fields
from odoo.http import request, route

from odoo.addons.crm_segments.tools.dates import show_date
from odoo.addons.loyalty.controllers.portal import CustomerPortalLoyalty
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.display import show_number


class ClubPortal(CustomerPortalLoyalty):
    _club_rows_per_page = 20

    def _club_members(self, left=False):
        """The memberships of the signed-in user, and only his.

        :param bool left: those that he has ended, instead of those that go on
        :rtype: loyalty.club.member
        """
        domain = [
            ("partner_id", "=", request.env.user.partner_id.id),
            ("state", "=" if left else "!=", "left"),
            ("club_id.active", "=", True),
        ]
        # a portal user has no rights on members: the domain is his fence
        return request.env["loyalty.club.member"].sudo().search(domain, order="id")

    def _club_member(self, member_id=None):
        """One of his memberships: the asked one, else his first. Empty when it is not his.

        :rtype: loyalty.club.member
        """
        members = self._club_members()
        return members.filtered(lambda member: member.id == member_id) if member_id else members[:1]

    def _prepare_home_portal_values(self, counters):
        """Override of `loyalty`: the club's own card stands for the native one, which knows neither tier nor reason."""
        values = super()._prepare_home_portal_values(counters)
        if not counters:
            values["club_members"] = self._club_members()
            values["show_number"], values["show_date"] = self._club_number, self._club_date
            values["cards_per_programs"] = {
                program: cards
                for program, cards in values.get("cards_per_programs", {}).items()
                if not program.club_ids and not program.wallet_club_ids
            }
        return values

    def _club_number(self, value):
        return show_number(value, request.env.lang)

    def _club_date(self, value):
        return show_date(value, request.env.lang)

    @route(
        [
            "/my/club",
            "/my/club/page/<int:page>",
            "/my/club/<int:member_id>",
            "/my/club/<int:member_id>/page/<int:page>",
        ],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_club(self, member_id=None, page=1, **kwargs):
        """Balance, tier, what is missing to the next, history with reasons, what expires, and the card."""
        member = self._club_member(member_id)
        if not member:
            if member_id:
                return request.not_found()
            return request.render(
                "loyalty_club.portal_no_club", {"page_name": "club", "left": self._club_members(left=True)}
            )
        return request.render("loyalty_club.portal_my_club", self._club_page_values(member, page))

    def _club_page_values(self, member, page):
        """What the page of a membership shows."""
        return {
            "page_name": "club",
            "member": member,
            "members": self._club_members(),
            "notes": member._balance_notes() if member.state == "active" else [],
            "coupons": member._usable_coupons() if member.state == "active" else [],
            "show_number": self._club_number,
            "show_date": self._club_date,
            **self._club_history(member._cards(), f"/my/club/{member.id}", page),
            "referral_link": self._club_referral_link(member),
            "benefits_title": request.env._("Benefits of %s", member.tier_id.name),
        }

    def _club_history(self, cards, url, page):
        """A page of what moved on cards, newest first.

        :return: dict with `movements` and `pager`
        """
        domain = [("card_id", "in", cards.ids), ("kind", "not in", ["settle", "hold", "release"])]
        ledger = request.env["loyalty.ledger"].sudo()
        pager = portal_pager(
            url=url, total=ledger.search_count(domain), page=max(page, 1), step=self._club_rows_per_page
        )
        rows = ledger.search(domain, limit=self._club_rows_per_page, offset=pager["offset"], order="id desc")
        return {"movements": self._club_movements(rows), "pager": pager}

    def _club_referral_link(self, member):
        """The member's personal link, where his club rewards it."""
        rules = member.club_id.rule_ids.filtered(lambda rule: rule.kind == "referral")
        return member.state == "active" and rules and member._referral_link()

    def _club_movements(self, rows):
        """Rows as the member reads them: what was drawn from several lots for one reason is one line."""
        movements = []
        for row in rows:
            day = fields.Datetime.context_timestamp(
                row.with_context(tz=request.env.user.tz or row.company_id.partner_id.tz), row.occurred_on
            )
            same = (row.kind, row.src_model, row.src_id, row.rule_id, row.reason, row.created_at, row.points > 0)
            if movements and movements[-1]["same"] == same:
                movements[-1]["points"] += row.points
            else:
                movements.append({"same": same, "points": row.points, "day": day, "row": row})
        for movement in movements:
            movement["sentence"] = movement["row"].with_context(club_points=movement["points"]).sentence
        return movements
