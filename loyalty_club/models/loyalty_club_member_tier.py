"""The tier of a member: up at once, down by the nightly job after days of grace."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import split_every

from ..tools import tiers as arithmetic
from ..tools.display import show_number


class LoyaltyClubMember(models.Model):
    _inherit = "loyalty.club.member"

    tier_id = fields.Many2one(
        "loyalty.club.tier", readonly=True, index="btree_not_null", ondelete="set null", copy=False
    )
    tier_since = fields.Datetime(readonly=True, copy=False)
    tier_grace_until = fields.Date(string="Keeps Tier Until", readonly=True, copy=False)
    tier_by_hand = fields.Boolean(string="Tier Set by Hand", readonly=True, copy=False)
    tier_by_hand_until = fields.Date(string="By Hand Until", readonly=True, copy=False)
    tier_change_ids = fields.One2many("loyalty.club.tier.change", "member_id", string="Changes of Tier")
    next_tier_id = fields.Many2one("loyalty.club.tier", compute="_compute_next_tier")
    next_tier_missing = fields.Float(string="Missing", compute="_compute_next_tier", digits=(16, 2))
    next_tier_progress = fields.Integer(string="Progress", compute="_compute_next_tier")

    @api.depends("tier_id", "club_id.tier_ids.threshold")
    def _compute_next_tier(self):
        self.next_tier_id = self.next_tier_missing = self.next_tier_progress = False
        for club, members in self.grouped("club_id").items():
            tiers = club.sudo().tier_ids
            metrics = tiers._metrics(members) if members.ids else {}
            for member in members:
                following, missing, percent = arithmetic.progress(
                    tiers._plain(), metrics.get(member.id, {}), member.tier_id.id
                )
                member.next_tier_id = following and following.ref
                member.next_tier_missing = missing
                member.next_tier_progress = percent

    def _next_tier_text(self):
        """What is missing to the next tier, as the member reads it.

        :rtype: str
        """
        self.ensure_one()
        tier, missing = self.next_tier_id, show_number(self.next_tier_missing, self.env.lang)
        if not tier:
            return ""
        if tier.basis == "orders":
            return self.env._("%(missing)s orders to %(tier)s", missing=missing, tier=tier.name)
        if tier.basis == "spend":
            amount = self.company_id._club_format_amount(self.next_tier_missing, self.club_id.currency_id)
            return self.env._("Purchases of %(missing)s to %(tier)s", missing=amount, tier=tier.name)
        return self.env._("%(missing)s points to %(tier)s", missing=missing, tier=tier.name)

    def _evaluate_tiers(self, upgrade_only=False):
        """Put each active member into the tier that he has earned.

        :param bool upgrade_only: leave lower results to the nightly job
        """
        for club, members in self.filtered(lambda member: member.state == "active").grouped("club_id").items():
            tiers = club.tier_ids
            plain, metrics = tiers._plain(), tiers._metrics(members)
            order = {tier.ref: position for position, tier in enumerate(plain)}
            records = {tier.id: tier for tier in (*tiers, tiers.browse())}
            target = {}
            for member in members:
                earned = arithmetic.earned(plain, metrics[member.id])
                target[member] = records[earned.ref if earned else False]
            self._apply_tiers(club, target, order, upgrade_only)

    def _by_hand(self):
        """Those whose tier was set by hand and still holds: they rise by what they earn, and do not fall."""
        return self.filtered(
            lambda member: (
                member.tier_by_hand
                and (not member.tier_by_hand_until or member.tier_by_hand_until >= member.club_id._today())
            )
        )

    def _apply_tiers(self, club, target, order, upgrade_only):
        moves = {1: [], -1: [], 0: []}
        for member, tier in target.items():
            now, then = order.get(tier.id, -1), order.get(member.tier_id.id, -1)
            moves[(now > then) - (now < then)].append(member.id)
        up, down, same = (self.browse(moves[way]) for way in (1, -1, 0))
        up._change_tier(target, "up")
        if upgrade_only:
            return
        down -= down._by_hand()
        (up | same).filtered("tier_grace_until").tier_grace_until = False
        today = club._today()
        down.filtered(lambda member: not member.tier_grace_until).tier_grace_until = fields.Date.add(
            today, days=club.tier_grace_days
        )
        down.filtered(lambda member: member.tier_grace_until <= today)._change_tier(target, "down")

    def _change_tier(self, target, direction, reason=None):
        """Move members to another tier, keep the history, tell it in their log and see to the benefits.

        :param dict target: `{member: tier}`
        :param str direction: up, down or hand
        :param str reason: why, when it was by hand
        """
        if not self:
            return
        now = fields.Datetime.now()
        self.env["loyalty.club.tier.change"].sudo().create(
            [
                {
                    "member_id": member.id,
                    "from_tier_id": member.tier_id.id,
                    "to_tier_id": target[member].id,
                    "direction": direction,
                    "changed_on": now,
                    "reason": reason,
                }
                for member in self
            ]
        )
        bodies = {
            member.id: Markup("%s")
            % self.env._("Tier: %(old)s → %(new)s", old=member.tier_id.name or "-", new=target[member].name or "-")
            for member in self
        }
        by_tier = {}
        for member in self:
            by_tier[target[member]] = by_tier.get(target[member], self.browse()) | member
        for tier, members in by_tier.items():
            old = members.tier_id
            values = {"tier_id": tier.id, "tier_since": now, "tier_grace_until": False}
            if direction != "hand":
                values.update(tier_by_hand=False, tier_by_hand_until=False)
            members.write(values)
            members._give_tier_pricelist(old, tier)
            members._give_benefits(old, tier)
        self._message_log_batch(bodies=bodies)
        if direction in ("up", "down"):
            self._tell(f"tier_{direction}", now)

    def _give_tier_pricelist(self, old_tiers, tier):
        """The price list of a tier is a benefit of it: given and taken back, but never over one chosen by hand."""
        taken_back = old_tiers.pricelist_id
        for company, members in self.grouped("company_id").items():
            partners = members.partner_id.with_company(company).filtered(
                lambda partner: (
                    not partner.specific_property_product_pricelist
                    or partner.specific_property_product_pricelist in taken_back
                )
            )
            if tier.pricelist_id or taken_back:
                partners.specific_property_product_pricelist = tier.pricelist_id

    @api.model
    def _cron_evaluate_tiers(self, chunk=1000):
        """Nightly: tiers of all members, also what has fallen out of the window. Which members have to move is one
        statement for each club; only those are read, some at a time."""
        for club in self.env["loyalty.club"].search([]):  # pylint: disable=no-search-all
            if not club.tier_ids:
                continue
            self.env.flush_all()
            ids = [row[0] for row in self.env.execute_query(club.tier_ids._query_changes())]
            self.env["ir.cron"]._commit_progress(remaining=len(ids))
            for members in split_every(chunk, ids, self.browse):
                members._evaluate_tiers()
                self.env["ir.cron"]._commit_progress(len(members))
            club._renew_benefits(chunk)
