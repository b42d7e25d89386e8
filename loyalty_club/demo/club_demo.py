from odoo import api, fields, models
from odoo.tools import SQL, split_every

# Persian, English, and what the rule does
RULES = (
    ("عضویت در باشگاه", "Joining the Club", {"kind": "join", "points": 5}),
    ("هر خرید", "Each Purchase", {"kind": "purchase", "purchase_mode": "order", "points": 50}),
    (
        "هر ۱۰۰٬۰۰۰ ریال خرید",
        "Each 100,000 Rial",
        {"kind": "purchase", "purchase_mode": "step", "points": 10, "step_amount": 100_000},
    ),
    ("به تشخیص کارکنان", "By Staff", {"kind": "manual", "manual_limit": 100}),
)
# Rules of today: they do not look back.
NEW_RULES = (
    ("معرفی دوستان", "Bring a Friend", {"kind": "referral", "points": 40, "friend_points": 20, "cap_month": 200}),
    ("مراجعه به فروشگاه", "Visit", {"kind": "visit", "points": 2, "cap_month": 20}),
    ("تکمیل پروفایل", "Complete Profile", {"kind": "profile", "points": 15}),
    (
        "ساعت خوش عصر پنج‌شنبه",
        "Happy Hour on Thursday",
        {
            "kind": "purchase",
            "purchase_mode": "order",
            "points": 20,
            "hour_from": 17,
            "hour_to": 20,
            "tier_multiplier": True,
            "budget": 5000,
            **{day: day == "thu" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
        },
    ),
)
THRESHOLDS = (0, 40, 80, 1000)
BENEFITS = (
    "",
    "خبر جشنواره‌ها پیش از دیگران",
    "ارسال رایگان هر ماه یک بار",
    "دعوت به شب‌های رونمایی کتاب و هدیهٔ یلدا",
)


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_club(self):
        """Two clubs; the first has two years of points, earned by the orders of the shop."""
        company = self.env["res.users"].search([("login", "=", "manager")]).company_id or self.env.company
        demo = self.with_company(company).with_context(lang="fa_IR", tracking_disable=True, mail_notrack=True)
        club, fellows = demo._make_clubs(company)
        demo._make_members(club, fellows)
        demo._book_orders(club)
        demo._spend_points(club)
        club._expire(club.member_ids.card_id)  # what has run out in the two years
        demo._give_to_many(club)
        demo._reserve_some(club)
        demo._make_tier_segments(club)
        gold = club.member_ids.filtered(lambda member: member.tier_id == club.tier_ids.sorted("threshold")[-1])
        gold._give_credit(2_000_000, key="demo", days=90, reason="اعتبار یلدا برای اعضای طلایی")

    def _make_clubs(self, company):
        clubs = self.env["loyalty.club"].create(
            [
                {"name": "باشگاه کتاب باران", "company_id": company.id, "point_value": 500, "validity_days": 540},
                {"name": "باشگاه همکاران", "company_id": company.id, "point_value": 1000},
            ]
        )
        self._name_in_english(clubs, ["Rain Readers' Club", "Fellow Booksellers' Club"])
        for club in clubs:
            for tier, threshold, benefits in zip(club.tier_ids.sorted("sequence"), THRESHOLDS, BENEFITS, strict=True):
                tier.write({"threshold": threshold * (10 if club != clubs[0] else 1), "benefits": benefits})
        rules = self.env["loyalty.club.rule"].create(
            [{"name": name, "club_id": clubs[0].id, **values} for name, _english, values in RULES]
            + [
                {
                    "name": "یک امتیاز برای هر ۱۰٬۰۰۰ ریال",
                    "club_id": clubs[1].id,
                    "kind": "purchase",
                    "purchase_mode": "step",
                    "points": 1,
                    "step_amount": 10_000,
                }
            ]
        )
        self._name_in_english(rules, [english for _name, english, _values in RULES] + ["One Point for Each 10,000"])
        # The rules are as old as the shop's first order, so that it counts.
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE loyalty_club_rule SET create_date = create_date - interval '800 days' WHERE id = ANY(%s)",
                rules.ids,
            )
        )
        rules.invalidate_recordset(["create_date"])
        new = self.env["loyalty.club.rule"].create(
            [{"name": name, "club_id": clubs[0].id, **values} for name, _english, values in NEW_RULES]
        )
        self._name_in_english(new, [english for _name, english, _values in NEW_RULES])
        for tier, factor in zip(clubs[0].tier_ids.sorted("threshold"), (1, 1.2, 1.5, 2), strict=True):
            tier.multiplier = factor
        return clubs

    def _make_members(self, club, fellows):
        """Who has bought is in the first club; the trade is in the second; who awaits approval waits here too."""
        customers = self.env["res.partner"].search([("is_customer_club", "=", True)], order="date_added")
        waiting = customers.filtered("approval_requested_on")
        allowed = customers.filtered(lambda partner: partner.customer_status_kind in ("active", "inactive")) - waiting
        trade = allowed.filtered(lambda partner: partner.customer_group_id.name == "همکاران")
        fellows._join(trade, source="manual")
        readers = allowed - trade
        club._join(readers[::3], source="form")
        club._join(readers, source="order")
        club._join(waiting, source="signup", pending=True)
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """UPDATE loyalty_club_member m SET joined_on = p.date_added FROM res_partner p
                    WHERE p.id = m.partner_id AND m.state = 'active' AND m.club_id = ANY(%s)""",
                (club + fellows).ids,
            )
        )
        self.env["loyalty.club.member"].invalidate_model(["joined_on"])

    def _book_orders(self, club):
        """The points of the orders that the shop has had, each on its day."""
        orders = self.env["sale.order"].search(
            [("state", "=", "sale"), ("company_id", "=", club.company_id.id)], order="date_order"
        )
        for batch in split_every(100, orders.ids, orders.browse):
            batch._club_enter()._club_sync()

    def _spend_points(self, club):
        """Some members paid for their latest order with points."""
        members = club.member_ids.filtered(lambda member: member.points >= 150).sorted("points", reverse=True)[:12]
        product = self.env["product.product"].search([("name", "=", "گزیدهٔ شعر امروز")], limit=1)
        for member in members:
            order = self.env["sale.order"].create(
                {
                    "partner_id": member.partner_id.id,
                    "company_id": club.company_id.id,
                    "order_line": [fields.Command.create(self._prepare_order_line(product, 2))],
                }
            )
            order._update_programs_and_rewards()
            for card, rewards in order._get_claimable_rewards().items():
                if card == member.card_id:
                    order._apply_program_reward(rewards[0], card)
            order.action_confirm()

    def _give_to_many(self, club):
        """A present to every member, and one that waits to be given."""
        Batch = self.env["loyalty.club.batch"]
        present = Batch.create({"name": "نوروز مبارک", "club_id": club.id, "points": 20})
        cards = club.member_ids.filtered(lambda member: member.state == "active").card_id
        present.write({"total": len(cards), "state": "running"})
        present._give(cards.ids, wait=True)
        present.write({"state": "done"})
        Batch.create(
            {"name": "هدیهٔ یلدا", "club_id": club.id, "points": 30, "tier_ids": [(6, 0, club.tier_ids[-2:].ids)]}
        )

    def _reserve_some(self, club):
        """Two customers are paying with points."""
        until = fields.Datetime.add(fields.Datetime.now(), days=2)
        for index, card in enumerate(club.member_ids.card_id.sorted("points")[-2:]):
            self.env["loyalty.reservation"]._reserve(
                f"demo:{index}", {card: 10 * (index + 1)}, until, document=f"S0{index + 1:04d}"
            )

    def _make_tier_segments(self, club):
        """Segments by tier, where the add-on offers that condition."""
        if "club.segment.condition.tier" not in self.env.registry:
            return
        silver, gold = club.tier_ids.sorted("threshold")[2:]
        segments = self.env["club.segment"].create(
            [
                {
                    "name": name,
                    "company_id": club.company_id.id,
                    "definition": {"operator": "all", "children": [{"kind": "tier", "params": {"tiers": [tier.id]}}]},
                }
                for name, tier in (("نقره‌ای", silver), ("طلایی", gold))
            ]
        )
        self._name_in_english(segments, ["Silver", "Gold"])
