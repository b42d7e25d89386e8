"""Leaving a club and coming back, freezing, erasing, transfer with rights (L2, L16)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ClubBuilders, ClubCase


@tagged("post_install", "-at_install")
class TestLeave(ClubCase):
    def _stop(self, member, way, user=None, **values):
        wizard = self.env["loyalty.club.stop"].with_user(user or self.user)
        return wizard.create({"member_id": member.id, "way": way, "reason": "He asked", **values})

    def test_what_is_left_is_closed(self):
        """Points, what waits of them, and credit end by rows of the ledger that say so; coupons go with the tier."""
        coupons = self.env["loyalty.program"].create({"name": "Gift", "program_type": "coupons"})
        self.club.tier_ids[0].coupon_program_id = coupons
        member = self._member(self.club, points=100)
        later = self.club._today() + timedelta(days=9)
        waits = {"card_id": member.card_id.id, "kind": "earn", "points": 30, "available_on": later}
        self.env["loyalty.ledger"]._post([waits])
        member._give_credit(500, key="test")
        wizard = self._stop(member, "leave")
        for text in ("105 points, worth", "30 points that wait", "Credit of", "tier Normal", "1 unused coupons"):
            self.assertIn(text, wizard.account)
        wizard.action_apply()
        self.assertEqual((member.state, member.points, member.credit, member.held_points), ("left", 0, 0, 0))
        self.assertFalse(member.tier_id)
        self.assertFalse(member.benefit_ids.card_id.active)
        self.assertEqual((member.left_reason, bool(member.left_on)), ("He asked", True))
        closed = member.ledger_ids.filtered(lambda row: row.kind == "leave")
        self.assertEqual(sum(closed.mapped("points")), -135)
        self.assertEqual(closed[0].sentence[-27:], "points ended with the membership"[-27:])
        wallet = self.env["loyalty.ledger"].search([("card_id", "=", member.wallet_card_id.id)], limit=1)
        self.assertIn("ended with the membership", wallet.sentence)

    def test_come_back(self):
        """The same number and card, nothing of what was lost, and not again the points for joining."""
        member = self._member(self.club, points=100)
        number, card = member.number, member.card_id
        member.action_leave()
        self.assertEqual(self.club._join(member.partner_id), member)
        self.assertEqual((member.state, member.number, member.card_id, member.points), ("active", number, card, 0))
        self.assertFalse(member.left_on)
        self._order(member.partner_id)
        self.assertEqual(member.points, 80)

    def test_suspended_does_not_come_back_by_leaving(self):
        member = self._member(self.club)
        self._stop(member, "suspend").action_apply()
        self.assertEqual((member.state, member.points), ("suspended", 5))
        member.action_leave()
        self.club._join(member.partner_id)
        self.assertEqual(member.state, "pending")
        member.with_user(self.user).action_activate()
        self.assertEqual(member.state, "active")
        self.assertFalse(member.return_needs_approval)

    def test_who_waits_does_not_come_back_approved(self):
        """Leaving is no way round the approval, nor does a merge leave a member who has left."""
        waiting = self.club._join(self._partner("Waits"), pending=True)
        waiting.action_leave()
        waiting._come_back()
        self.assertEqual(waiting.state, "pending")
        gone, here = self._member(self.club, name="Gone"), self._member(self.club, name="Here")
        gone.action_leave()
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge((gone | here).partner_id.ids, gone.partner_id)
        kept = (gone | here).exists()
        self.assertEqual((kept.state, kept.left_on, kept.points), ("active", False, 5))

    def test_not_while_an_order_is_being_paid(self):
        member = self._member(self.club, points=100)
        until = fields.Datetime.now() + timedelta(hours=1)
        self.env["loyalty.reservation"]._reserve("test:1", {member.card_id: 50}, until)
        with self.assertRaisesRegex(UserError, "being paid"):
            member.action_leave()
        self.assertEqual((member.state, member.points), ("active", 105))

    def test_cancel_after_leaving(self):
        """An order that is cancelled later settles with the card that he had; the law holds."""
        member = self._member(self.club, points=1000)
        order = self._order(member.partner_id, confirm=False)
        self._spend(order)
        order.action_confirm()
        member.action_leave()
        order._action_cancel()
        self.assertEqual(member.state, "left")
        self.assertEqual(member.spendable_points, 0)

    def test_erase(self):
        """What is personal goes; the ledger stays. With an invoice, name and address stay on it."""
        details = {
            "phone": "+989121234567",
            "email": "sara@example.com",
            "street": "Enghelab",
            "birthday": "1990-01-01",
        }
        member, booked = self._member(self.club, **details), self._member(self.club, name="Omid", **details)
        order = self._order(booked.partner_id)
        order._create_invoices().action_post()
        member.partner_id.message_post(body="Likes tea")
        with self.assertRaisesRegex(UserError, "still in a club"):
            member.with_user(self.manager).action_erase()
        (member | booked).action_leave()
        with self.assertRaises(AccessError):
            member.with_user(self.user).action_erase()
        rows = len(self._rows(booked))
        (member | booked).with_user(self.manager).action_erase()
        for partner in (member | booked).partner_id:
            self.assertFalse(partner.phone or partner.email or partner.birthday or partner.active)
        self.assertEqual(member.partner_id.name, f"Former customer {member.partner_id.id}")
        self.assertFalse(member.partner_id.street)
        self.assertEqual((booked.partner_id.name, booked.partner_id.street), ("Omid", "Enghelab"))
        self.assertEqual(len(self._rows(booked)), rows)
        said = self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "=", member.partner_id.id), ("body", "ilike", "tea")]
        )
        self.assertFalse(said)

    def test_erase_a_customer_who_is_no_member(self):
        """From the customer himself, by managers alone; who is in a club is told to leave it first."""
        stranger = self._partner("Never Joined")
        stranger.write({"is_customer_club": True, "email": "never@example.com"})
        with self.assertRaises(AccessError):
            stranger.with_user(self.user).action_erase()
        stranger.with_user(self.manager).action_erase()
        self.assertEqual((stranger.email, stranger.active, "Never" in stranger.name), (False, False, False))
        with self.assertRaisesRegex(UserError, "leave it first"):
            self._member(self.club, name="Inside").partner_id.with_user(self.manager).action_erase()

    def test_who_is_not_erased(self):
        member = self._member(self.club, partner=self.salesman.partner_id)
        member.action_leave()
        with self.assertRaisesRegex(UserError, "works here"):
            member.with_user(self.manager).action_erase()
        member = self._member(self.club, name="Open order")
        self._order(member.partner_id)
        member.action_leave()
        with self.assertRaisesRegex(UserError, "not invoiced"):
            member.with_user(self.manager).action_erase()

    def test_leave_and_erase_by_the_manager(self):
        member = self._member(self.club, phone="+989121234567")
        self._stop(member, "leave", user=self.manager, erase=True).action_apply()
        self.assertEqual((member.state, member.partner_id.phone), ("left", False))
        with self.assertRaises(AccessError):
            self._stop(self._member(self.club, name="B"), "leave", erase=True)

    def test_transfer_has_rights_and_limits(self):
        giver, taker = self._member(self.club, points=50), self._member(self.club, name="Nima")
        values = {"member_id": giver.id, "to_member_id": taker.id, "points": 20, "reason": "A gift"}
        with self.assertRaises(AccessError):
            self.env["loyalty.club.transfer"].with_user(self.user).create(values)
        Wizard = self.env["loyalty.club.transfer"].with_user(self.manager)
        for wrong in ({"points": 0}, {"points": -5}, {"points": 56}, {"to_member_id": giver.id}):
            with self.assertRaises(UserError):
                Wizard.create({**values, **wrong}).action_apply()
        taker.action_suspend()
        with self.assertRaises(UserError):
            Wizard.create(values).action_apply()
        taker.action_activate()
        Wizard.create(values).action_apply()
        self.assertEqual((giver.points, taker.points), (35, 25))


@tagged("post_install", "-at_install")
class TestLeaveOnThePortal(ClubBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.club = cls._club()
        cls.portal = new_test_user(cls.env, "who_leaves", groups="base.group_portal")
        cls.member = cls._member(cls.club, points=100, partner=cls.portal.partner_id)
        cls.other = cls._member(cls.club, points=100, name="Somebody else")

    def _post(self, member, way, **values):
        return self.url_open(f"/my/club/{member.id}/{way}", {"csrf_token": self._token(), **values})

    def _token(self):
        page = self.url_open(f"/my/club/{self.member.id}/leave").text
        return page.partition('name="csrf_token" value="')[2].partition('"')[0] or self._token_of("/my/club")

    def _token_of(self, url):
        return self.url_open(url).text.partition('name="csrf_token" value="')[2].partition('"')[0]

    def test_leave_and_return(self):
        self.authenticate("who_leaves", "who_leaves")
        self.assertIn("105 points, worth", self.url_open(f"/my/club/{self.member.id}/leave").text)
        self.assertIn("Tick that you know", self._post(self.member, "leave", reason="Enough").text)
        self.assertEqual(self.member.state, "active")
        page = self._post(self.member, "leave", confirm="1", erase="1", reason="x" * 500)
        self.assertIn("You have left Book Lovers", page.text)
        self.assertEqual((self.member.state, self.member.points), ("left", 0))
        self.assertEqual(len(self.member.left_reason), 200)
        self.assertTrue(self.member.erasure_requested_on)
        self.assertEqual(self.club.erasure_count, 1)
        self._post(self.member, "return")
        self.assertEqual((self.member.state, self.member.points), ("active", 0))
        self.assertFalse(self.member.erasure_requested_on)
        self.assertLaw(self.club)

    def test_not_for_somebody_else(self):
        self.authenticate("who_leaves", "who_leaves")
        for way in ("leave", "return"):
            self.assertEqual(self._post(self.other, way, confirm="1").status_code, 404)
        self.assertEqual((self.other.state, self.other.points), ("active", 105))
        forged = self.url_open(f"/my/club/{self.member.id}/leave", {"confirm": "1", "csrf_token": "x"})
        self.assertEqual(forged.status_code, 400)
        self.assertEqual(self.member.state, "active")
        self.other.action_leave()
        self.assertEqual(self._post(self.other, "return").status_code, 404)
        self.assertEqual(self.other.state, "left")

    def test_an_order_is_being_paid(self):
        until = fields.Datetime.now() + timedelta(hours=1)
        self.env["loyalty.reservation"]._reserve("test:1", {self.member.card_id: 50}, until)
        self.authenticate("who_leaves", "who_leaves")
        self.assertIn("An order is being paid", self._post(self.member, "leave", confirm="1").text)
        self.assertEqual((self.member.state, self.member.points), ("active", 105))
