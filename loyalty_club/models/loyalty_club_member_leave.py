"""Leaving a club, by the member himself or by staff: rows of the ledger close what is left, and he can come back."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.points import to_points


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    left_on = fields.Datetime(readonly=True, copy=False)
    left_reason = fields.Char(string="Why He Left", readonly=True, copy=False)
    return_needs_approval = fields.Boolean(
        readonly=True,
        copy=False,
        help="He was suspended, or not approved yet, when he left, so that he comes back only with approval.",
    )
    erasure_requested_on = fields.Date(
        string="Asked for Erasure", readonly=True, copy=False, index="btree_not_null", tracking=True
    )

    def _of_the_club(self):
        return super()._of_the_club() | {"joined_on", "left_on", "left_reason", "return_needs_approval"}

    def action_leave(self):
        """These members leave: the account of what they lose is `_leaving_account`."""
        self.check_access("write")
        return self._leave()

    def _leave(self, reason=None):
        """End these memberships: points and credit are closed, coupons and price list of the tier are taken back.

        Card, number and ledger stay as the memory of what happened.

        :param str reason: why, as the member or staff says
        :raise UserError: while points are reserved for an order that is being paid
        """
        members = self.sudo().filtered(lambda member: member.state != "left")
        cards = members.card_id | members._wallet_cards()
        cards._club_lock()
        if cards._club_reserved():
            raise UserError(
                self.env._("An order is being paid with these points. Wait until it is paid, or cancel it first.")
            )
        self.env["loyalty.ledger"].sudo()._post(members._closing_entries(cards, reason))
        unapproved = members.filtered(lambda member: member.state in ("suspended", "pending"))
        members._change_tiers(
            dict.fromkeys(members.filtered("tier_id").ids), "hand", reason=self.env._("Left the club")
        )
        members._stop("left")
        unapproved.return_needs_approval = True
        members.write(
            {
                "left_on": fields.Datetime.now(),
                "left_reason": reason,
                "tier_by_hand": False,
                "tier_by_hand_until": False,
                "tier_grace_until": False,
            }
        )
        members._tell("left", fields.Datetime.now())
        return True

    def _closing_entries(self, cards, reason):
        """Entries that take what is left in each lot, also what waits."""
        lots = self.env["loyalty.lot"].sudo().search([("card_id", "in", cards.ids), *self._is_something_left()])
        now = fields.Datetime.now()
        return [
            {
                "card_id": lot.card_id.id,
                "lot_id": lot.id,
                "kind": "leave",
                "points": -to_points(lot.remaining) - to_points(lot.held),
                "reason": reason,
                "overdraft": True,  # planned one by one, since what is held has to be released first
                "key": f"left:{lot.id}:{now}",
            }
            for lot in lots
        ]

    def _is_something_left(self):
        return ["|", ("remaining", ">", 0), ("held", ">", 0)]

    def _leaving_account(self):
        """What a member loses when he leaves, in words.

        :rtype: list
        """
        self.ensure_one()
        member, show = self.sudo(), self._show_points
        lines = []
        if member.points > 0:
            worth = member._show_money(member.points * member.club_id.point_value)
            lines.append(self.env._("%(points)s points, worth %(amount)s", points=show(member.points), amount=worth))
        if member.held_points:
            lines.append(self.env._("%s points that wait", show(member.held_points)))
        if member.credit > 0:
            lines.append(self.env._("Credit of %s", member._credit_text()))
        if member.tier_id:
            lines.append(self.env._("The tier %s with its benefits", member.tier_id.with_env(self.env).sudo().name))
        coupons = member._usable_coupons()
        if coupons:
            lines.append(self.env._("%s unused coupons of the tier", show(len(coupons))))
        return lines

    def _come_back(self):
        """A member who left comes back: at once, or with approval when he was suspended or waited for it."""
        self.ensure_one()
        member = self.sudo()
        if member.state == "left":
            member.club_id._join(member.partner_id, source="signup", pending=member.return_needs_approval)

    def _activate(self):
        result = super()._activate()
        self.filtered("left_on").write({"left_on": False, "left_reason": False, "erasure_requested_on": False})
        self.filtered("return_needs_approval").return_needs_approval = False
        return result

    def _merge(self, others, partner):
        """Override: who is in the club under one of his records has not left it."""
        result = super()._merge(others, partner)
        if self.state != "left":
            self.write({"left_on": False, "left_reason": False, "return_needs_approval": False})
        return result

    # === ACTIONS === #

    def action_open_stop(self):
        """Suspend a member or let him leave, with the reason; which of both is in the context."""
        self.ensure_one()
        way = self.env.context.get("club_way", "suspend")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leave the Club") if way == "leave" else self.env._("Freeze"),
            "res_model": "loyalty.club.stop",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_member_id": self.id, "default_way": way},
        }

    def action_erase(self):
        """Erase the personal data of customers who have left; what the books need stays.

        :raise AccessError: for others than managers
        :raise UserError: while he is in a club, or for what the customer himself still has with us
        """
        self.check_access("write")
        return self.partner_id.action_erase()


class LoyaltyLedger(models.Model):
    _inherit = "loyalty.ledger"

    def _say_leave(self):
        return self.env._("%s points ended with the membership", self._amount())

    def _say_expire(self):
        """Rows of memberships that ended before these had a kind of their own."""
        return self._say_leave() if (self.rule_snapshot or {}).get("kind") == "left" else super()._say_expire()
