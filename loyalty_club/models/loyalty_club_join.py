"""Joining a club: in sets, and the same customer twice at once makes one member."""

from odoo import api, fields, models
from odoo.tools import SQL

from .loyalty_club_member import SOURCES


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    @api.private
    def _join(self, partners, source="manual", pending=False):
        """Make customers members of this club.

        Who is in it already stays as he is, except that a member who left, or who is pending and now need not wait,
        becomes active.

        :param res.partner partners: the customers
        :param str source: where they come from, one of `SOURCES`
        :param bool pending: whether they wait for approval; otherwise they are active, with card and points for joining
        :return: their memberships, new and old
        :rtype: loyalty.club.member
        """
        self.ensure_one()
        club, partners = self.sudo(), partners.sudo()
        Member = self.env["loyalty.club.member"]
        if not partners:
            return Member
        club._insert_members(partners, source if source in dict(SOURCES) else "other", pending)
        members = Member.sudo().search([("club_id", "=", club.id), ("partner_id", "in", partners.ids)])
        returning = members.filtered(lambda member: member.state == "left")
        waiting = returning if pending else returning.filtered("return_needs_approval")
        if not pending:
            (members.filtered(lambda member: member.state == "pending") | (returning - waiting)).action_activate()
        waiting.state = "pending"
        if "is_customer_club" in partners._fields:
            partners.filtered(lambda partner: not partner.is_customer_club).is_customer_club = True
        return members.sudo(self.env.su).with_env(self.env)

    def _insert_members(self, partners, source, pending):
        """One statement. When another transaction has just added the same customer, PostgreSQL makes this one start
        again, and then it finds him."""
        known = set(
            self.env["loyalty.club.member"]
            .sudo()
            .search([("club_id", "=", self.id), ("partner_id", "in", partners.ids)])
            .partner_id.ids
        )
        new = [partner_id for partner_id in sorted(partners.ids) if partner_id not in known]
        if not new:
            return
        partners.flush_recordset()
        self.env["loyalty.club.member"].flush_model()
        self.env.execute_query(
            SQL(
                """INSERT INTO loyalty_club_member (club_id, company_id, partner_id, number, state, source,
                        create_uid, write_uid, create_date, write_date)
                    SELECT %(club)s, %(company)s, n.partner_id, n.number, 'pending', %(source)s,
                           %(user)s, %(user)s, %(now)s, %(now)s
                      FROM unnest(%(partners)s, %(numbers)s::varchar[]) n (partner_id, number)
                        ON CONFLICT (club_id, partner_id) DO NOTHING
                 RETURNING id""",
                club=self.id,
                company=self.company_id.id,
                source=source,
                user=self.env.uid,
                now=fields.Datetime.now(),
                partners=new,
                numbers=self._next_numbers(len(new)),
            )
        )
        self.env["loyalty.club.member"].invalidate_model()
        self.invalidate_recordset(["member_ids", "member_count", "pending_count"])

    def _next_numbers(self, count):
        """Numbers for new members, taken in one go."""
        sequence = self.env.ref("loyalty_club.loyalty_club_member_sequence").sudo()
        if sequence.implementation != "standard":
            return [sequence.next_by_id() for _count in range(count)]
        numbers = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"ir_sequence_{sequence.id:03d}", count)
        )
        prefix, suffix = sequence._get_prefix_suffix()
        return [f"{prefix}{number:0{sequence.padding}d}{suffix}" for [number] in numbers]

    def action_join_partners(self):
        """Choose customers who join this club."""
        self.ensure_one()
        return self._open_join(default_club_id=self.id)

    @api.model
    def _open_join(self, **context):
        """The dialog in which customers join a club, with what is known of them."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Members"),
            "res_model": "loyalty.club.join",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }
