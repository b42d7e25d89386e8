"""Tiers, and what members have earned towards them, read from the ledger by the day it happened."""

from decimal import Decimal

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..tools.tiers import Tier

# the names of Font Awesome, which the website and the back office draw
ICONS = [
    ("fa-user", "Person"),
    ("fa-shield", "Shield"),
    ("fa-star", "Star"),
    ("fa-trophy", "Trophy"),
    ("fa-diamond", "Diamond"),
    ("fa-certificate", "Seal"),
    ("fa-heart", "Heart"),
    ("fa-gift", "Gift"),
    ("fa-leaf", "Leaf"),
    ("fa-bolt", "Lightning"),
]


class LoyaltyClubTier(models.Model):
    _name = "loyalty.club.tier"
    _inherit = ["loyalty.club.cached.mixin"]
    _description = "Club Tier"
    _order = "club_id, threshold, sequence, id"

    name = fields.Char(required=True, translate=True)
    club_id = fields.Many2one("loyalty.club", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="club_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    basis = fields.Selection(
        [("points", "Points earned"), ("spend", "Amount spent"), ("orders", "Number of orders")],
        required=True,
        default="points",
        help="What a member collects to reach this tier.",
    )
    threshold = fields.Float(digits=(16, 2), help="From how much on a member is in this tier.")
    window = fields.Selection(
        [("rolling", "The last days"), ("year", "This year"), ("two_years", "This year and the last")],
        string="Counted in",
        required=True,
        default="rolling",
        help="Years are those of the club's calendar.",
    )
    window_days = fields.Integer(
        string="In the Last (Days)",
        default=365,
        help="Only what happened in so many days counts. 0: everything counts.",
    )
    color = fields.Char(default="#6c757d", help="The colour of the badge.")
    icon = fields.Selection(ICONS, default="fa-user", help="Stands before the name of the tier, also on the card.")
    benefits = fields.Text(translate=True, help="What members of this tier enjoy, as they read it in the portal.")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        domain="[('company_id', 'in', [company_id, False])]",
        help="Members get this price list while they are in the tier.",
    )
    multiplier = fields.Float(
        string="Factor",
        default=1,
        digits=(16, 2),
        help="Points of rules that are multiplied by tier: 1.5 gives half more.",
    )
    member_ids = fields.One2many("loyalty.club.member", "tier_id", string="Members")
    member_count = fields.Integer(compute="_compute_member_count")

    _threshold_positive = models.Constraint(
        "CHECK (threshold >= 0 AND window_days >= 0)", "A threshold and a number of days cannot be negative."
    )
    _multiplier_positive = models.Constraint("CHECK (multiplier >= 0)", "The factor of a tier cannot be negative.")

    @api.depends("name", "club_id.name")
    @api.depends_context("tier_with_club", "lang")
    def _compute_display_name(self):
        """The name; where tiers of several clubs stand side by side, with the club behind it."""
        super()._compute_display_name()
        if not self.env.context.get("tier_with_club") or self.env["loyalty.club"].search_count([], limit=2) < 2:
            return
        for tier in self.filtered("club_id"):
            tier.display_name = f"{tier.name} · {tier.club_id.name}"

    def _compute_member_count(self):
        counts = dict(
            self.env["loyalty.club.member"]._read_group(
                [("tier_id", "in", self.ids), ("state", "=", "active")], ["tier_id"], ["__count"]
            )
        )
        for tier in self:
            tier.member_count = counts.get(tier, 0)

    @api.model
    def _default_tiers(self):
        """The tiers that a new club starts with; the business changes them as it likes."""
        _ = self.env._
        return [
            {"name": _("Normal"), "threshold": 0, "color": "#6c757d", "icon": "fa-user"},
            {"name": _("Bronze"), "threshold": 500, "color": "#a0622d", "icon": "fa-shield"},
            {"name": _("Silver"), "threshold": 1000, "color": "#7d8da1", "icon": "fa-star"},
            {"name": _("Gold"), "threshold": 5000, "color": "#c9971c", "icon": "fa-trophy"},
        ]

    @api.model
    def _default_commands(self):
        return [
            fields.Command.create(dict(values, sequence=10 * position))
            for position, values in enumerate(self._default_tiers(), 1)
        ]

    def _translate_default_names(self):
        """Tiers of a new club are named in every language of the database, not just in that of who made it."""
        current = [tier["name"] for tier in self._default_tiers()]
        for code, _name in self.env["res.lang"].get_installed():
            names = self.with_context(lang=code)._default_tiers()
            for tier in self:
                if tier.name in current:
                    tier.with_context(lang=code).name = names[current.index(tier.name)]["name"]

    @tools.ormcache("self._ids")
    def _plain(self):
        """These tiers for the arithmetic, from the lowest to the highest; kept in memory, as every order asks."""
        ordered = self.sorted(lambda tier: (tier.threshold, tier.sequence, tier.id))
        return [Tier(tier.id, Decimal(str(tier.threshold)), tier._measure()) for tier in ordered]

    def _measure(self):
        """What this tier counts: `(basis, window, days)`."""
        self.ensure_one()
        return self.basis, self.window, self.window_days if self.window == "rolling" else 0

    def _since(self, window, days):
        """The moment from which a window counts, or None for ever."""
        if window == "rolling":
            return fields.Datetime.subtract(fields.Datetime.now(), days=days) if days else None
        club = self.club_id
        start = club._year_start(club._today())
        if window == "two_years":
            start = club._year_start(fields.Date.subtract(start, days=1))
        return club._day_begins(start)

    def _measures(self):
        """Each measure that these tiers use, with what takes it of a member `m`, in parentheses.

        It is taken member by member, each by index. Joined as a set it would be a little quicker for a whole club, but
        where the planner knows nothing yet of a table just filled, it would go through all of it for each member.

        :return: `{(basis, window, days): SELECT of one value}`
        """
        return {
            measure: getattr(self, f"_query_{measure[0]}")(self._since(*measure[1:]))
            for measure in dict.fromkeys(tier.metric for tier in self._plain())
        }

    def _metrics(self, members):
        """What members have collected, for each measure that these tiers use, with one statement for each measure.

        :return: `{member id: {(basis, window, days): value}}`
        """
        metrics = {member_id: {} for member_id in members.ids}
        for measure, query in self._measures().items():
            rows = SQL("SELECT m.id, %s FROM loyalty_club_member m WHERE m.id = ANY(%s)", query, members.ids)
            for member_id, value in self.env.execute_query(rows):
                metrics[member_id][measure] = Decimal(str(value or 0))
        return metrics

    def _query_points(self, since):
        """Points earned, also on cards that were merged into a member's. What was reversed counts with the row that it
        reverses, also when that was earlier."""
        return SQL(
            """(SELECT sum(earned.points)
                  FROM (SELECT m.card_id UNION ALL SELECT c.id FROM loyalty_card c
                         WHERE c.club_merged_into_id = m.card_id) cards,
                       LATERAL (SELECT sum(l.points) AS points
                                  FROM loyalty_ledger l LEFT JOIN loyalty_ledger o ON o.id = l.reverses_id
                                 WHERE l.card_id = cards.card_id AND l.kind IN ('earn', 'rule', 'reverse')
                                   AND coalesce(o.kind, l.kind) IN ('earn', 'rule') %s) earned)""",
            SQL("AND coalesce(o.occurred_on, l.occurred_on) >= %s", since) if since else SQL(),
        )

    def _purchase_sources(self):
        """What counts as a purchase for the tiers: one SELECT for each kind of document. Other add-ons add theirs.

        :return: SELECTs of `partner_id`, `company_id`, `date` (a timestamp), `orders` (how many orders it is) and
            `amount` (in the currency of the company)
        :rtype: list
        """
        return [
            SQL(
                """SELECT partner_id, company_id, date_order AS date, 1 AS orders,
                          amount_total / coalesce(nullif(currency_rate, 0), 1) AS amount
                     FROM sale_order WHERE state = 'sale'"""
            )
        ]

    def _query_orders(self, since, measure=None, condition=None):
        """Purchases of a member, and of the contacts of a company that is a member."""
        return SQL(
            """(SELECT %(measure)s
                  FROM (SELECT m.partner_id UNION SELECT p.id FROM res_partner p
                         WHERE p.commercial_partner_id = m.partner_id) b
                  JOIN (%(sources)s) o ON o.partner_id = b.partner_id
                 WHERE o.company_id = m.company_id %(window)s %(condition)s)""",
            measure=measure or SQL("sum(o.orders)"),
            sources=SQL(" UNION ALL ").join(self._purchase_sources()),
            window=SQL("AND o.date >= %s", since) if since else SQL(),
            condition=SQL("AND %s", condition) if condition else SQL(),
        )

    def _query_spend(self, since):
        return self._query_orders(since, SQL("sum(o.amount)"))
