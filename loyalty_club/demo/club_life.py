"""What a club lives through: tiers over the months, credit, coupons, friends, visits, and those who leave."""

from odoo import api, fields, models
from odoo.tools import SQL


class ClubDemo(models.AbstractModel):
    _inherit = "club.demo"

    @api.model
    def _load_club(self):
        result = super()._load_club()
        company = self.env["res.users"].search([("login", "=", "manager")]).company_id or self.env.company
        demo = self.with_company(company).with_context(lang="fa_IR", tracking_disable=True, mail_notrack=True)
        club = demo.env["loyalty.club"].search([("company_id", "=", company.id)], order="id", limit=1)
        demo._spread_tier_changes(club)
        demo._give_presents(club)
        demo._fill_wallet(club)
        demo._bring_friends(club)
        demo._sell_on_account(club)
        demo._let_some_go(club)
        club.message_event_ids.filtered(lambda message: message.event in ("join", "expiring", "left")).by_mail = True
        return result

    def _spread_tier_changes(self, club):
        """Tiers changed when the points came, not on the day on which the demo is made."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """WITH change AS (
                    SELECT t.id, m.card_id, row_number() OVER (PARTITION BY m.id ORDER BY t.id) AS nth
                      FROM loyalty_club_tier_change t JOIN loyalty_club_member m ON m.id = t.member_id
                     WHERE m.club_id = %s
                ), gain AS (
                    SELECT card_id, occurred_on, row_number() OVER (PARTITION BY card_id ORDER BY occurred_on) AS nth,
                           count(*) OVER (PARTITION BY card_id) AS whole
                      FROM loyalty_ledger WHERE points > 0
                )
                UPDATE loyalty_club_tier_change t SET changed_on = gain.occurred_on FROM change, gain
                 WHERE t.id = change.id AND gain.card_id = change.card_id
                   AND gain.nth = least(3 * change.nth - 2, gain.whole)
                RETURNING t.id""",
                club.id,
            )
        )
        self.env.execute_query(
            SQL(
                """UPDATE loyalty_club_member m SET tier_since = t.day FROM (
                    SELECT member_id, max(changed_on) AS day FROM loyalty_club_tier_change GROUP BY member_id
                ) t WHERE t.member_id = m.id AND m.club_id = %s RETURNING m.id""",
                club.id,
            )
        )
        self.env.invalidate_all()

    def _give_presents(self, club):
        """Coupons of the gold tier, and some who came by the shop today."""
        coupons = self.env["loyalty.program"].create(
            {
                "name": "ارسال رایگان",
                "program_type": "coupons",
                "company_id": club.company_id.id,
                "currency_id": club.currency_id.id,
            }
        )
        gold = club.tier_ids.sorted("threshold")[-1]
        gold.coupon_program_id = coupons
        club.member_ids.filtered(lambda member: member.tier_id == gold)._give_benefits(club.tier_ids.browse(), gold)
        rules = self.env["loyalty.club.rule"]
        rules.create(
            [
                {"name": "زادروز", "club_id": club.id, "kind": "birthday", "points": 50},
                {"name": "نظر دربارهٔ کتاب", "club_id": club.id, "kind": "review", "points": 15, "cap_month": 60},
            ]
        )
        for member in self._active(club)[10:16]:
            rules._give("visit", member, str(club._today()))

    def _fill_wallet(self, club):
        """The member with a login: credit that ends at different times, points that wait and points that end soon."""
        member = self._known_member(club)
        member._give_credit(1_500_000, key="demo:yalda", days=20, reason="هدیهٔ یلدا")
        member._give_credit(3_000_000, key="demo:year", days=200, reason="اعتبار سالانهٔ طبقه")
        today, card = club._today(), member.card_id
        self.env["loyalty.ledger"]._post(
            [
                {
                    "card_id": card.id,
                    "kind": "adjust",
                    "points": 60,
                    "reason": "جبران تأخیر در ارسال",
                    "expires_on": fields.Date.add(today, days=12),
                },
                {
                    "card_id": card.id,
                    "kind": "adjust",
                    "points": 40,
                    "reason": "خرید در حال ارسال",
                    "available_on": fields.Date.add(today, days=7),
                },
            ]
        )
        member._change_tiers({member.id: club.tier_ids.sorted("threshold")[-1].id}, "hand", reason="مشتری سال")
        member.write({"tier_by_hand": True, "tier_by_hand_until": fields.Date.add(today, days=120)})

    def _known_member(self, club):
        partner = self.env["res.users"].search([("login", "=", "member")]).partner_id
        return club.member_ids.filtered(lambda member: member.partner_id == partner)

    def _active(self, club):
        """Active members apart from the one with a login, the latest first."""
        known = self._known_member(club)
        return (club.member_ids - known).filtered(lambda member: member.state == "active").sorted("id", reverse=True)

    def _bring_friends(self, club):
        """Some were brought by others."""
        members = self._active(club)[:8]
        for friend, referrer in zip(members[:4], [self._known_member(club), *members[4:7]], strict=True):
            friend._brought_by(referrer)

    def _sell_on_account(self, club):
        """Points that wait until the order is paid: one is open, one is paid, and one was paid by a check that bounced
        after its points were spent."""
        rule = {"kind": "purchase", "purchase_mode": "order", "points": 25, "hold_until_paid": True}
        rule = self.env["loyalty.club.rule"].create({"name": "خرید با فاکتور", "club_id": club.id, **rule})
        self._name_in_english(rule, ["Purchase on Account"])
        product = self.env["product.product"].search([("name", "=", "گزیدهٔ شعر امروز")], limit=1)
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": member.partner_id.id,
                    "company_id": club.company_id.id,
                    "order_line": [fields.Command.create(self._prepare_order_line(product, 1))],
                }
                for member in (self._known_member(club), *self._active(club)[30:32])
            ]
        )
        for order in orders:
            order.action_confirm()
        paid = orders[1:]
        invoices = paid._create_invoices()
        invoices.action_post()
        for invoice in invoices:
            payment = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            )
            payment.create({}).action_create_payments()
        bounced = paid[-1]
        card = club._join(bounced.partner_id).card_id
        entry = {"card_id": card.id, "kind": "adjust", "points": -card.points, "reason": "هدیهٔ حضوری در فروشگاه"}
        self.env["loyalty.ledger"]._post([entry])
        bounced.invoice_ids.line_ids.remove_move_reconcile()
        bounced._club_bounce()

    def _let_some_go(self, club):
        """One is frozen, three have left, one of them wants his data erased."""
        frozen, *gone = self._active(club)[20:24]
        frozen.action_suspend()
        note = "به درخواست خودش تا پایان سفر معلق شد."
        frozen.message_post(body=note, subtype_xmlid="mail.mt_note")
        for member, reason in zip(gone, ("به شهر دیگری رفت", "پیام‌ها زیاد بود", "دیگر کتاب نمی‌خرد"), strict=True):
            member._leave(reason)
        gone[1].erasure_requested_on = club._today()
