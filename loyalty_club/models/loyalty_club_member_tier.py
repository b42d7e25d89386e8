"""The tier of a member: up at once, down by the nightly job after days of grace."""

from functools import partial

from odoo import api, fields, models
from odoo.tools import SQL, split_every

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

    def _of_the_club(self):
        tier = {"tier_id", "tier_since", "tier_grace_until", "tier_by_hand", "tier_by_hand_until"}
        return super()._of_the_club() | tier

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), **options):
        """Override of `web`: where members stand by tier, equal names of several clubs are told apart."""
        members = self.with_context(tier_with_club=True)
        return super(LoyaltyClubMember, members).formatted_read_group(domain, groupby, aggregates, **options)

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
        return self._missing_text(self.next_tier_id, self.next_tier_missing) if self.next_tier_id else ""

    def _missing_text(self, tier, missing):
        """What is missing to a tier, in words."""
        amount, missing = missing, show_number(missing, self.env.lang)
        if tier.basis == "orders":
            return self.env._("%(missing)s orders to %(tier)s", missing=missing, tier=tier.name)
        if tier.basis == "spend":
            amount = self.company_id._club_format_amount(amount, self.club_id.currency_id)
            return self.env._("Purchases of %(missing)s to %(tier)s", missing=amount, tier=tier.name)
        return self.env._("%(missing)s points to %(tier)s", missing=missing, tier=tier.name)

    def _evaluate_tiers(self, upgrade_only=False):
        """Put each active member into the tier that he has earned: in sets, whatever their number.

        :param bool upgrade_only: leave lower results to the nightly job
        """
        for club, members in self.grouped("club_id").items():
            members._evaluate_tiers_in(club, upgrade_only)

    def _evaluate_tiers_in(self, club, upgrade_only=False):
        """As `_evaluate_tiers`, for members of one club."""
        if club._tier_ids():
            self.flush_model(["club_id", "state", "card_id", "tier_id", "tier_by_hand", "tier_grace_until"])
            self._apply_tiers(club, club._tier_changes(self), upgrade_only)

    def _apply_tiers(self, club, changes, upgrade_only):
        """Raise at once; who has fallen keeps his tier for the days of grace.

        :param list changes: rows of `_tier_changes`
        """
        self._change_tiers({row[0]: row[1] for row in changes if row[2] > 0}, "up")
        if upgrade_only:
            return
        safe = [member_id for member_id, _tier, way, _by_hand, grace in changes if grace and not way]
        falling = {row[0]: row for row in changes if row[2] < 0 and not row[3]}
        self.browse(safe).tier_grace_until = False
        today = club._today()
        ends = fields.Date.add(today, days=club.tier_grace_days)
        warned = self.browse([member_id for member_id, row in falling.items() if not row[4]])
        warned.tier_grace_until = ends
        if ends > today:
            warned._tell("grace", ends)
        fallen = [row for row in falling.values() if (row[4] or ends) <= today]
        self._change_tiers({row[0]: row[1] for row in fallen}, "down")

    @api.model
    def _change_tiers(self, targets, direction, reason=None):
        """Move members to other tiers, keep the history, and see to benefits and messages.

        :param dict targets: `{member id: tier id, or None}`
        :param str direction: up, down or hand
        :param str reason: why, when it was by hand
        """
        if not targets:
            return
        self.flush_model()
        moves = self.env.execute_query(self._query_change_tiers(targets, direction, reason))
        everybody = self.browse(targets)
        everybody.invalidate_recordset()
        self.env["res.partner"].invalidate_model(["club_tier_names"])
        tiers = self.env["loyalty.club.tier"].sudo()
        for old_id, new_id, member_ids in moves:
            members, old, tier = self.browse(member_ids), tiers.browse(old_id or []), tiers.browse(new_id or [])
            members._give_tier_pricelist(old, tier)
            members._give_benefits(old, tier)
        everybody._mark_touched()
        if direction in ("up", "down"):
            everybody._tell(f"tier_{direction}", fields.Datetime.now())

    def _query_change_tiers(self, targets, direction, reason):
        """One statement that moves members and writes the history. Their range is named as well, so that some of a club
        are not looked for in all of it.

        :return: rows of the old tier, the new one, and the members who moved
        """
        now = fields.Datetime.now()
        return SQL(
            """WITH moves AS MATERIALIZED (
                    SELECT m.id, m.club_id, m.company_id, m.tier_id AS old, w.tier_id AS new
                      FROM unnest(%(members)s::int[], %(tiers)s::int[]) w (id, tier_id)
                      JOIN loyalty_club_member m ON m.id = w.id AND m.id BETWEEN %(first)s AND %(last)s
                ), history AS (
                    INSERT INTO loyalty_club_tier_change (member_id, club_id, company_id, from_tier_id, to_tier_id,
                            direction, reason, changed_on, create_uid, create_date)
                    SELECT id, club_id, company_id, old, new, %(direction)s, %(reason)s, %(now)s, %(user)s, %(now)s
                      FROM moves
                ), moved AS (
                    UPDATE loyalty_club_member m
                       SET tier_id = moves.new, tier_since = %(now)s, tier_grace_until = NULL, write_date = %(now)s,
                           write_uid = %(user)s %(by_hand)s
                      FROM moves WHERE m.id = moves.id AND m.id BETWEEN %(first)s AND %(last)s
                )
                SELECT old, new, array_agg(id ORDER BY id) FROM moves GROUP BY old, new""",
            members=list(targets),
            first=min(targets),
            last=max(targets),
            tiers=[tier_id or None for tier_id in targets.values()],
            direction=direction,
            reason=reason or None,
            now=now,
            user=self.env.uid,
            by_hand=SQL() if direction == "hand" else SQL(", tier_by_hand = false, tier_by_hand_until = NULL"),
        )

    def _mark_touched(self):
        """Tell the segments that look at clubs, tiers and points."""
        self.env["club.customer.touch"]._mark_query(
            SQL("SELECT partner_id FROM loyalty_club_member WHERE id = ANY(%s)", self.ids), "club"
        )

    def _give_tier_pricelist(self, old_tiers, tier):
        """The price list of a tier is a benefit of it: given and taken back, but never over one chosen by hand."""
        taken_back = old_tiers.pricelist_id
        if not tier.pricelist_id and not taken_back:
            return
        for company, members in self.grouped("company_id").items():
            partners = members.partner_id.with_company(company).filtered(
                lambda partner: (
                    not partner.specific_property_product_pricelist
                    or partner.specific_property_product_pricelist in taken_back
                )
            )
            partners.specific_property_product_pricelist = tier.pricelist_id

    @api.model
    def _cron_evaluate_tiers(self, chunk=5000):
        """Nightly: tiers of all members, also what has fallen out of the window. Which members have to move is one
        statement for each club; only those are looked at again, some at a time."""
        run = self.env["loyalty.ledger"]._in_own_transaction
        for club in self.env["loyalty.club"].search([]):  # pylint: disable=no-search-all
            if not club.tier_ids:
                continue
            self.env.flush_all()
            ids = [row[0] for row in club._tier_changes()]
            self.env["ir.cron"]._commit_progress(remaining=len(ids))
            for some in split_every(chunk, ids, list):
                run(partial(self.browse(some)._evaluate_tiers_in, club), processed=len(some))
            club._renew_benefits()
