"""Who brought whom, by a personal code or link; rewarded when the friend has paid, unless it looks like one person."""

from uuid import uuid4

from odoo import api, fields, models
from odoo.http import request

COOKIE = "club_referral"


class LoyaltyClubReferral(models.Model):
    _name = "loyalty.club.referral"
    _description = "Referral"
    _order = "id desc"

    club_id = fields.Many2one("loyalty.club", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="club_id.company_id", store=True, index=True)
    referrer_id = fields.Many2one(
        "loyalty.club.member", string="Brought by", required=True, index=True, ondelete="cascade", readonly=True
    )
    member_id = fields.Many2one(
        "loyalty.club.member", string="Friend", required=True, ondelete="cascade", readonly=True
    )
    state = fields.Selection(
        [("waiting", "Waits for the first paid order"), ("rewarded", "Rewarded"), ("refused", "Refused")],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
    )
    reason = fields.Char(string="Why Refused", readonly=True)

    _once = models.Constraint("UNIQUE (member_id)", "A member is brought by one other.")

    def _suspicion(self):
        """Why this looks like one person with two accounts, in words; empty when it does not."""
        self.ensure_one()
        one, two = self.referrer_id.partner_id, self.member_id.partner_id
        if one.commercial_partner_id == two.commercial_partner_id:
            return self.env._("Both are of the same company or household.")
        if one.phone_sanitized and one.phone_sanitized == two.phone_sanitized:
            return self.env._("Both have the same phone number.")
        if one.email_normalized and one.email_normalized == two.email_normalized:
            return self.env._("Both have the same e-mail address.")
        address = ("street", "zip", "city")
        if one.street and all((one[name] or "").strip() == (two[name] or "").strip() for name in address):
            return self.env._("Both have the same postal address.")
        ips = self.env["club.customer.ip"].sudo()
        known = ips.search([("partner_id", "=", one.id), ("is_anonymised", "=", False)]).mapped("ip")
        if known and ips.search_count([("partner_id", "=", two.id), ("ip", "in", known)], limit=1):
            return self.env._("Both came from the same IP address.")
        return ""

    def _reward(self):
        """Give both their points for those that wait and have paid; what looks like one person is refused."""
        for referral in self.filtered(lambda referral: referral.state == "waiting"):
            if not referral._has_paid():
                continue
            if suspicion := referral._suspicion():
                referral.write({"state": "refused", "reason": suspicion})
                continue
            rules, friend, referrer = self.env["loyalty.club.rule"], referral.member_id, referral.referrer_id
            rules._give("referral", referrer, f"referrer:{friend.id}", event={"side": "referrer"}, src=friend)
            rules._give("referral", friend, f"friend:{friend.id}", event={"side": "friend"}, src=referrer)
            referral.state = "rewarded"

    def _has_paid(self):
        """Whether the friend has paid for an order. Other add-ons add their kind of order."""
        self.ensure_one()
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "child_of", self.member_id.partner_id.id),
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "sale"),
                    ("amount_total", ">", 0),
                ]
            )
        )
        return any(
            order.currency_id.compare_amounts(order.amount_paid, order.amount_total) >= 0
            or order.invoice_ids.filtered(
                lambda move: move.move_type == "out_invoice" and move.payment_state in ("paid", "in_payment")
            )
            for order in orders
        )

    @api.model
    def _reward_partners(self, partners):
        """Somebody paid: look whether he was brought by a friend."""
        self.sudo().search(
            [("state", "=", "waiting"), ("member_id.partner_id", "in", (partners | partners.commercial_partner_id).ids)]
        )._reward()

    @api.model
    def _cron_reward(self):
        """Daily: payments that nobody told of."""
        waiting = self.search([("state", "=", "waiting")])
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for referral in waiting:
            referral._reward()
            self.env["ir.cron"]._commit_progress(1)


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    referral_code = fields.Char(copy=False, readonly=True)
    referral_ids = fields.One2many("loyalty.club.referral", "referrer_id", string="Friends Brought")

    _referral_code_unique = models.UniqueIndex("(referral_code)", "This code is taken.")

    def _referral_link(self):
        """The personal link of this member; his code is made when he asks for it first."""
        self.ensure_one()
        if not self.referral_code:
            self.sudo().referral_code = uuid4().hex[:10]
        return f"{self.get_base_url()}/club/r/{self.referral_code}"

    def _brought_by(self, referrer):
        """Note who brought this member, once."""
        self.ensure_one()
        referrer = referrer.sudo()
        if self.referrer_id or referrer == self or referrer.club_id != self.club_id or referrer.state != "active":
            return
        self.sudo().write({"referrer_id": referrer.id})

    def write(self, vals):
        result = super().write(vals)
        if vals.get("referrer_id"):
            Referral = self.env["loyalty.club.referral"].sudo()
            known = Referral.search([("member_id", "in", self.ids)]).member_id
            Referral.create(
                [
                    {"club_id": member.club_id.id, "referrer_id": member.referrer_id.id, "member_id": member.id}
                    for member in self - known
                    if member.referrer_id != member
                ]
            )
        return result


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    def _join(self, partners, source="manual", pending=False):
        """A visitor who came by a member's link was brought by him."""
        before = self.env["loyalty.club.member"].sudo()
        before = before.search([("club_id", "=", self.id), ("partner_id", "in", partners.ids)])
        members = super()._join(partners, source=source, pending=pending)
        code = self.env.context.get("club_referral_code")  # kept from the visit that a job works on
        code = code or (request and source in ("signup", "form", "order") and request.cookies.get(COOKIE))
        new = members.sudo() - before
        if code and code.isalnum() and len(code) <= 32 and len(new) == 1:
            new._brought_by(new.search([("referral_code", "=", code), ("club_id", "=", self.id)], limit=1))
        return members


class AccountMove(models.Model):
    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Override of `account`: a friend's first paid order rewards who brought him."""
        result = super()._invoice_paid_hook()
        sales = self.filtered(lambda move: move.move_type == "out_invoice")
        if sales:
            self.env["loyalty.club.referral"]._reward_partners(sales.partner_id)
        return result
