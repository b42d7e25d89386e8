"""What a membership remembers survives a merge of two customers (L16, X6)."""

from odoo.tests import tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestMergeMemory(ClubCase):
    def setUp(self):
        super().setUp()
        self.rule = self._rule(self.club, kind="referral", points=40, friend_points=15)
        self.kept, self.gone = self._member(self.club, name="Omid"), self._member(self.club, name="Omid again")

    def _merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.kept | self.gone).partner_id.ids, self.kept.partner_id)
        self.kept.invalidate_recordset()

    def _referrals(self, **values):
        domain = [(name, "=", member.id) for name, member in values.items()]
        return self.env["loyalty.club.referral"].search(domain)

    def test_friends(self):
        """Who was brought by the one that goes is rewarded to the one that stays."""
        friend = self._member(self.club, name="Nima")
        friend._brought_by(self.gone)
        self._merge()
        self.assertEqual(self._referrals(member_id=friend).referrer_id, self.kept)
        self.assertEqual(friend.referrer_id, self.kept)
        self.patch(self.registry["loyalty.club.referral"], "_has_paid", lambda referral: True)
        self._referrals(member_id=friend)._reward()
        self.assertEqual((self.kept.points, friend.points), (50, 20))

    def test_brought_once(self):
        """Both were brought, one is rewarded: that one counts, and the other is no second occasion."""
        one, two = self._member(self.club, name="Nima"), self._member(self.club, name="Mina")
        self.kept._brought_by(one)
        self.gone._brought_by(two)
        self._referrals(member_id=self.gone).state = "rewarded"
        self._merge()
        referral = self._referrals(member_id=self.kept)
        self.assertEqual((referral.state, referral.referrer_id, self.kept.referrer_id), ("rewarded", two, two))
        self.assertFalse(self._referrals(referrer_id=one))

    def test_brought_by_himself(self):
        self.gone._brought_by(self.kept)
        self._merge()
        self.assertFalse(self._referrals(referrer_id=self.kept))
        self.assertFalse(self.kept.referrer_id)

    def test_benefits_and_messages(self):
        """A coupon of the year is not given again, and can still be taken back; nobody is told twice."""
        gold, silver = self.club.tier_ids[3], self.club.tier_ids[2]
        gold.coupon_program_id = self.env["loyalty.program"].create({"name": "Gift", "program_type": "coupons"})
        message = self.club.message_event_ids.filtered(lambda one: one.event == "tier_up")
        message.by_mail = True
        self.gone._change_tiers({self.gone.id: gold.id}, "up")
        self.gone._tell("join", "once")
        coupon = self.gone.benefit_ids.card_id
        notices = self.env["loyalty.club.notice"].search([("member_id", "=", self.gone.id)])
        self._merge()
        self.assertEqual(self.kept.benefit_ids.card_id, coupon)
        self.assertEqual(notices.exists().member_id, self.kept)
        self.kept._change_tiers({self.kept.id: gold.id}, "up")
        self.assertEqual(self.kept.benefit_ids.card_id, coupon, "once a year")
        self.kept._change_tiers({self.kept.id: silver.id}, "down")
        self.assertFalse(coupon.active)

    def test_both_had_it(self):
        gold = self.club.tier_ids[3]
        gold.coupon_program_id = self.env["loyalty.program"].create({"name": "Gift", "program_type": "coupons"})
        both = self.kept | self.gone
        both._change_tiers(dict.fromkeys(both.ids, gold.id), "up")
        self._merge()
        self.assertEqual(len(self.kept.benefit_ids), 1)
