"""Windows of tiers, tiers by hand, what a tier gives and takes back, credit (L7, L8, L9)."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestBenefits(ClubCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls._club(rules=False, name="Plain", tier_grace_days=0)
        cls.plain.company_id.partner_id.tz = "UTC"
        cls.normal, cls.bronze, cls.silver, cls.gold = cls.plain.tier_ids.sorted("threshold")
        cls.member = cls._member(cls.plain, name="Omid")

    def _nightly(self):
        with self.enter_registry_test_mode():
            self.env.ref("loyalty_club.loyalty_club_cron_tiers").method_direct_trigger()

    def _earn(self, points, moment):
        entry = {"card_id": self.member.card_id.id, "kind": "earn", "points": points, "occurred_on": moment}
        self.env["loyalty.ledger"]._post([entry])

    def test_a_tier_of_the_jalali_year(self):
        self.plain.calendar = "jalali"
        self.plain.tier_ids.window = "year"
        with freeze_time("2027-03-19 12:00:00"):
            self._earn(1200, datetime(2027, 1, 1))
            self.assertEqual(self.member.tier_id, self.silver)
            self._nightly()
            self.assertEqual(self.member.tier_id, self.silver)
        with freeze_time("2027-03-22 12:00:00"):  # 2 Farvardin 1406
            self._nightly()
            self.assertEqual(self.member.tier_id, self.normal)
        self.plain.tier_ids.window = "two_years"
        with freeze_time("2027-03-22 12:00:00"):
            self._nightly()
            self.assertEqual(self.member.tier_id, self.silver)

    def test_the_night_reads_only_who_moves(self):
        """The one statement agrees with the count member by member."""
        others = self.plain._join(self._partner("A") | self._partner("B"))
        self._earn(700, datetime(2024, 1, 1))
        self.plain.tier_ids.window_days = 0
        self.env.flush_all()
        self.assertEqual(
            self.plain._tier_changes(),
            [(self.member.id, self.bronze.id, 1, False, None)],
        )
        self._nightly()
        self.assertEqual((self.member | others).mapped("tier_id"), self.bronze | self.normal)
        self.assertEqual(self.plain._tier_changes(), [])

    def test_by_hand_with_reason_and_end(self):
        wizard = self.env["loyalty.club.tier.set"].with_user(self.manager)
        until = self.plain._today() + timedelta(days=10)
        values = {"member_id": self.member.id, "tier_id": self.gold.id, "until": until, "reason": "A friend"}
        with self.assertRaises(AccessError):
            wizard.with_user(self.user).create(values)
        wizard.create(values).action_apply()
        self._nightly()
        self.assertEqual(self.member.tier_id, self.gold)
        change = self.member.tier_change_ids[0]
        self.assertEqual((change.direction, change.reason), ("hand", "A friend"))
        with freeze_time(datetime.combine(until, datetime.min.time()) + timedelta(days=2)):
            self._nightly()
        self.assertEqual(self.member.tier_id, self.normal)
        self.assertFalse(self.member.tier_by_hand)

    def test_a_coupon_comes_and_goes_with_the_tier(self):
        coupons = self.env["loyalty.program"].create({"name": "Gift", "program_type": "coupons"})
        self.gold.coupon_program_id = coupons
        gold, silver = {self.member.id: self.gold.id}, {self.member.id: self.silver.id}
        self.member._change_tiers(gold, "up")
        coupon = self.member.benefit_ids.card_id
        self.assertEqual((coupon.program_id, coupon.partner_id), (coupons, self.member.partner_id))
        self.member._change_tiers(silver, "down")
        self.assertFalse(coupon.active)
        self.member._change_tiers(gold, "up")
        self.assertTrue(coupon.active)
        self.assertEqual(len(self.member.benefit_ids), 1, "once a year")

    def test_credit_of_a_tier_once_a_year(self):
        self.gold.write({"credit_amount": 500, "credit_days": 30})
        for _twice in range(2):
            self.member._change_tiers({self.member.id: self.gold.id}, "up")
            self.plain._renew_benefits()
        self.assertEqual(self.member.credit, 500)
        self.assertEqual(self.plain.credit_outstanding, 500)
        self.assertEqual(self.plain.points_outstanding, 0, "credit is no points")
        self.assertLaw(self.plain)
        with freeze_time(self.env.cr.now() + timedelta(days=32)):
            self.plain._expire(self.member.wallet_card_id)
        self.member.invalidate_recordset(["credit"])
        self.assertEqual(self.member.credit, 0)
        self.assertLaw(self.plain)

    def test_credit_of_a_tier_once_a_year_after_a_merge(self):
        """Who got it under one of his records does not get it again under the other."""
        other = self._member(self.plain, name="Omid again")
        self.gold.write({"credit_amount": 500, "credit_days": 30})
        other._change_tiers({other.id: self.gold.id}, "up")
        partners = (self.member | other).partner_id
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, self.member.partner_id)
        self.member.invalidate_recordset()
        self.assertEqual(self.member.credit, 500)
        self.member._change_tiers({self.member.id: self.gold.id}, "up")
        self.plain._renew_benefits()
        self.member.invalidate_recordset()
        self.assertEqual(self.member.credit, 500)

    def test_credit_is_spent_like_money(self):
        self._rule(self.plain, kind="purchase", points=10)
        wizard = self.env["loyalty.club.credit"].with_user(self.manager)
        wizard = wizard.create({"club_id": self.plain.id, "amount": 300, "reason": "Yalda"})
        self.assertEqual(wizard.member_count, 1)
        for _twice in range(2):
            wizard.action_apply()
        self.assertEqual(self.member.credit, 300)
        order = self._order(self.member.partner_id, amount=1000, confirm=False)
        self._spend(order)
        self.assertEqual(order.amount_total, 700)
        order.action_confirm()
        self.member.invalidate_recordset()
        self.assertEqual((self.member.credit, self.member.points), (0, 10))
        order._action_cancel()
        self.member.invalidate_recordset()
        self.assertEqual((self.member.credit, self.member.points), (300, 0))

    def test_credit_of_two_who_become_one(self):
        other = self._member(self.plain, name="Omid again")
        (self.member | other)._give_credit(100, key="test")
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.member | other).partner_id.ids)],
                "dst_partner_id": self.member.partner_id.id,
                "state": "selection",
            }
        )
        wizard._merge((self.member | other).partner_id.ids, self.member.partner_id)
        self.member.invalidate_recordset()
        self.assertEqual(self.member.credit, 200)

    def test_transfer_keeps_the_end(self):
        other = self._member(self.plain, name="Nima")
        end = self.plain._today() + timedelta(days=5)
        entry = {"card_id": self.member.card_id.id, "kind": "earn", "points": 50, "expires_on": end}
        self.env["loyalty.ledger"]._post([entry])
        wizard = self.env["loyalty.club.transfer"].with_user(self.manager)
        wizard = wizard.create(
            {"member_id": self.member.id, "to_member_id": other.id, "points": 20, "reason": "A gift"}
        )
        for _twice in range(2):
            wizard.action_apply()
        self.assertEqual((self.member.points, other.points), (30, 20))
        row = other.ledger_ids[0]
        self.assertEqual(row.expires_on, end)
        self.assertIn("A gift", row.sentence)


@tagged("post_install", "-at_install")
class TestExpiryPolicies(ClubCase):
    """L6: when points end, and who is told before."""

    def test_ends_of_months_and_years(self):
        day = datetime(2026, 11, 25).date()  # 4 Azar 1405
        self.club.write({"calendar": "gregorian", "expiry": "month"})
        self.assertEqual(str(self.club._expiry_of(day)), "2026-11-30")
        self.club.expiry_periods = 2
        self.assertEqual(str(self.club._expiry_of(day)), "2027-01-31")
        self.club.write({"expiry": "year", "expiry_periods": 1})
        self.assertEqual(str(self.club._expiry_of(day)), "2027-12-31")
        self.club.write({"calendar": "jalali", "expiry_periods": 0})
        self.assertEqual(str(self.club._expiry_of(day)), "2027-03-20")  # 29 Esfand 1405
        self.club.expiry = "month"
        self.assertEqual(str(self.club._expiry_of(day)), "2026-12-21")  # 30 Azar 1405

    def test_without_activity(self):
        self.club.idle_days = 100
        lazy, busy = self._member(self.club, name="Lazy"), self._member(self.club, name="Busy")
        with freeze_time(self.env.cr.now() + timedelta(days=99)):
            self._order(busy.partner_id, amount=100)
        with freeze_time(self.env.cr.now() + timedelta(days=102)), self.enter_registry_test_mode():
            self.env.ref("loyalty_club.loyalty_club_cron_expire").method_direct_trigger()
        self.assertEqual((lazy.points, busy.points), (0, 55))
        self.assertIn("nothing happened for 100 days", lazy.ledger_ids[0].sentence)

    def test_told_once_before(self):
        self.club.write({"validity_days": 10, "warn_days": 3})
        member = self._member(self.club, email="omid@example.com")
        self.club.message_event_ids.filtered(lambda message: message.event == "expiring").by_mail = True
        mails = self.env["mail.mail"].search_count([])
        for days, sent in ((6, 0), (8, 1), (9, 1)):
            with freeze_time(self.env.cr.now() + timedelta(days=days)), self.enter_registry_test_mode():
                self.env.ref("loyalty_club.loyalty_club_cron_expire").method_direct_trigger()
            self.assertEqual(self.env["mail.mail"].search_count([]) - mails, sent, days)
        self.assertEqual(self.env["loyalty.club.notice"].search([("member_id", "=", member.id)]).event, "expiring")


@tagged("post_install", "-at_install")
class TestReferral(ClubCase):
    """L12: both sides are rewarded on the first paid order, unless it looks like one person."""

    def setUp(self):
        super().setUp()
        self._rule(self.club, kind="referral", points=40, friend_points=15)
        self.referrer = self._member(self.club, name="Omid", phone="+989121112233")

    def _pay(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        payment = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        payment.create({})._create_payments()

    def test_first_paid_order(self):
        friend = self._member(self.club, name="Nima", phone="+989121112244")
        friend._brought_by(self.referrer)
        order = self._order(friend.partner_id, amount=100)
        self.assertEqual(self.referrer.points, 5, "an order that is not paid yet rewards nobody")
        self._pay(order)
        self.assertEqual((self.referrer.points, friend.points), (45, 70))
        self.assertEqual(self.referrer.referral_ids.state, "rewarded")
        self.env["loyalty.club.referral"]._reward_partners(friend.partner_id)
        self.assertEqual(self.referrer.points, 45)
        self.assertIn("bringing a friend", self.referrer.ledger_ids[0].sentence)
        self.assertIn("a friend brought you", friend.ledger_ids[0].sentence)

    def test_one_person_with_two_accounts(self):
        friend = self._member(self.club, name="Omid 2", phone="+989121112233")
        friend._brought_by(self.referrer)
        self._pay(self._order(friend.partner_id, amount=100))
        self.assertEqual(self.referrer.points, 5)
        self.assertIn("same phone", self.referrer.referral_ids.reason)
        other = self._member(self.club, name="Omid 3")
        other._brought_by(self.referrer)
        for partner in (self.referrer.partner_id, other.partner_id):
            self.env["club.customer.ip"]._log(partner, "signin", "203.0.113.7")
        self.assertIn("IP", self.referrer.referral_ids[0]._suspicion())

    def test_by_sms(self):
        balance, join = self.env["club.inbound.keyword.balance"], self.env["club.inbound.keyword.join"]
        self.assertTrue(balance._matches("امتیاز") and join._matches("join"))
        answer = balance._answer(self.referrer.partner_id, "+989121112233", True, self.club.company_id)
        self.assertIn("Book Lovers: 5 points", answer)
        partner = self._partner("Mina", phone="+989121112255")
        answer = join._answer(partner, "+989121112255", True, self.club.company_id)
        self.assertIn(partner.club_member_ids[:1].number, answer)
