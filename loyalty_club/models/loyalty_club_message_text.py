"""What the templates of messages ask of a member: sentences in his own language."""

from odoo import fields, models

from odoo.addons.crm_segments.tools.dates import show_date

from ..tools.display import show_number


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    def _told(self):
        """This member in the language in which he is spoken to: that of the template, which is his."""
        self.ensure_one()
        return self.with_context(lang=self.partner_id.lang or self.env.lang)

    def _balance_text(self):
        """What he can spend."""
        member = self._told()
        return member.env._("You have %s points to spend", member._show_points(member.spendable_points))

    def _last_points_text(self):
        """What he was given last, or of what the context names, with its reason where it has one."""
        member = self._told()
        domain = [("card_id", "=", member.card_id.id), ("points", ">", 0), ("kind", "in", ["earn", "rule", "adjust"])]
        if source := self.env.context.get("club_points_of"):
            domain += [("src_model", "=", source[0]), ("src_id", "=", source[1])]
        rows = member.env["loyalty.ledger"].sudo().search(domain, limit=20)
        rows = rows.filtered(lambda row: (row.created_at, row.src_id) == (rows[0].created_at, rows[0].src_id))
        points = show_number(sum(rows.mapped("points")), member.env.lang)
        if len(rows) == 1 and rows.kind == "adjust" and rows.reason:
            return member.env._("%(points)s points: %(reason)s", points=points, reason=rows.reason)
        if len(rows) == 1:
            return rows.sentence
        document = rows[:1].src_name
        if rows[:1].src_model == "loyalty.club.member" or not document:
            return member.env._("%s points for you", points)
        return member.env._("%(points)s points for %(document)s", points=points, document=document)

    def _grace_text(self):
        """Until when he keeps his tier, and what is missing to stay."""
        member = self._told()
        return member.env._(
            "You stay %(tier)s until %(day)s",
            tier=member.tier_id.name or "",
            day=show_date(member.tier_grace_until, member.env.lang),
        )

    def _birthday_text(self):
        """What the day brought him, if anything."""
        member = self._told()
        since = member.club_id._day_begins(fields.Date.subtract(member.club_id._today(), days=1))
        rows = (
            member.env["loyalty.ledger"]
            .sudo()
            .search(
                [
                    ("card_id", "=", member.card_id.id),
                    ("kind", "=", "rule"),
                    ("rule_id.kind", "=", "birthday"),
                    ("created_at", ">=", since),
                ],
                limit=1,
            )
        )
        return rows.sentence or ""

    def _reward_text(self):
        """The coupon that his tier gave him last, with its code."""
        member = self._told()
        card = member.benefit_ids[:1].card_id.sudo()
        if not card:
            return ""
        return member.env._("%(coupon)s, code %(code)s", coupon=card.program_id.name, code=card.code)
