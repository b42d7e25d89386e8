"""What a tier gives besides its price list: credit once a year, and a coupon. Each by Odoo's own means."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, split_every


class LoyaltyClubTier(models.Model):
    _inherit = "loyalty.club.tier"

    currency_id = fields.Many2one(related="club_id.currency_id")
    credit_amount = fields.Monetary(
        string="Credit a Year", help="Put on the e-wallet of members of this tier, once a year; it is spent like money."
    )
    credit_days = fields.Integer(string="Credit Valid for (Days)", default=365, help="0: it never expires.")
    coupon_program_id = fields.Many2one(
        "loyalty.program",
        string="Coupon",
        domain="[('program_type', '=', 'coupons'), ('company_id', 'in', [company_id, False])]",
        help="Members get a coupon of this program once a year, such as a gift or free delivery. An unused one is "
        "taken back with the tier.",
    )

    _credit_positive = models.Constraint(
        "CHECK (credit_amount >= 0 AND credit_days >= 0)", "Credit cannot be negative."
    )

    @api.constrains("coupon_program_id")
    def _check_coupon_program(self):
        for tier in self:
            program = tier.coupon_program_id.sudo()
            if program and program.program_type != "coupons":
                raise ValidationError(self.env._("The coupon of a tier comes from a program of coupons."))


class LoyaltyClubBenefit(models.Model):
    """A coupon that a tier gave to a member, so that it is given once a year and can be taken back."""

    _name = "loyalty.club.benefit"
    _description = "Benefit of a Tier"
    _order = "id desc"

    member_id = fields.Many2one("loyalty.club.member", required=True, index=True, ondelete="cascade", readonly=True)
    tier_id = fields.Many2one("loyalty.club.tier", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    card_id = fields.Many2one("loyalty.card", string="Coupon", ondelete="cascade", readonly=True)
    year = fields.Integer(required=True, readonly=True)

    _once_a_year = models.Constraint("UNIQUE (member_id, tier_id, year)", "A benefit is given once a year.")


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    benefit_ids = fields.One2many("loyalty.club.benefit", "member_id", string="Coupons of Tiers")

    def _usable_coupons(self):
        """The coupons of tiers that these members have and can still use.

        :rtype: loyalty.card
        """
        today = fields.Date.context_today(self)
        return self.sudo().benefit_ids.card_id.filtered(
            lambda card: card.active and card.points > 0 and (not card.expiration_date or card.expiration_date >= today)
        )

    def _give_benefits(self, old_tiers, tier):
        """Give what a tier brings and take back the unused coupons of the one before.

        :param loyalty.club.tier old_tiers: the tiers that these members leave
        :param loyalty.club.tier tier: the tier that they come into, or none
        """
        left = old_tiers - tier
        if left:
            Benefit = self.env["loyalty.club.benefit"].sudo()
            taken = Benefit.search([("member_id", "in", self.ids), ("tier_id", "in", left.ids)])
            taken.card_id.filtered(lambda card: card.points > 0 and not card.use_count).active = False
        if tier.coupon_program_id:
            self._give_coupons(tier)
        if tier.credit_amount:
            club = tier.club_id
            year = club._split_day(club._today())[0]
            self._give_credit(
                tier.credit_amount,
                key=f"tier:{tier.id}:{year}",
                days=tier.credit_days,
                reason=self.env._("Credit of the tier %s", tier.name),
            )

    def _give_coupons(self, tier):
        year = tier.club_id._split_day(tier.club_id._today())[0]
        Benefit = self.env["loyalty.club.benefit"].sudo()
        had = Benefit.search([("member_id", "in", self.ids), ("tier_id", "=", tier.id), ("year", "=", year)])
        had.card_id.filtered(lambda card: not card.active and card.points > 0).active = True  # he is back
        new = self - had.member_id
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .create(
                [
                    {"program_id": tier.coupon_program_id.id, "partner_id": member.partner_id.id, "points": 1}
                    for member in new
                ]
            )
        )
        Benefit.create(
            [
                {"member_id": member.id, "tier_id": tier.id, "card_id": card.id, "year": year}
                for member, card in zip(new, cards, strict=True)
            ]
        )
        new._tell("reward", f"{tier.id}:{year}")


class LoyaltyClub(models.Model):
    _inherit = "loyalty.club"

    def _renew_benefits(self, chunk=1000):
        """Nightly: yearly benefits for those who are in the tier and have not got them this year."""
        self.ensure_one()
        for tier in self.tier_ids.filtered(lambda tier: tier.credit_amount or tier.coupon_program_id):
            year = self._split_day(self._today())[0]
            rows = self.env.execute_query(
                SQL(
                    """SELECT m.id FROM loyalty_club_member m WHERE m.tier_id = %s AND m.state = 'active' AND (
                        %s AND NOT EXISTS (SELECT FROM loyalty_ledger l JOIN loyalty_card c ON c.id = l.card_id
                            WHERE c.partner_id = m.partner_id AND c.program_id = %s
                              AND l.idem_key = 'credit:' || l.src_id || ':tier:' || %s || ':' || %s)
                        OR %s AND NOT EXISTS (SELECT FROM loyalty_club_benefit b
                            WHERE b.member_id = m.id AND b.tier_id = %s AND b.year = %s))
                    ORDER BY m.id""",
                    tier.id,
                    bool(tier.credit_amount),
                    self.wallet_program_id.id or None,
                    str(tier.id),
                    str(year),
                    bool(tier.coupon_program_id),
                    tier.id,
                    year,
                )
            )
            members = self.env["loyalty.club.member"]
            for batch in split_every(chunk, [row[0] for row in rows], members.browse):
                batch._give_benefits(self.env["loyalty.club.tier"], tier)
                self.env["ir.cron"]._commit_progress(len(batch))
