"""Members: joining, approval, states, tiers, merge (L1, L2, L7, L16)."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import NotNullViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestMember(ClubCase):
    def test_new_club(self):
        """A club brings its native program, which earns nothing by itself, and four tiers."""
        program = self.club.program_id
        self.assertEqual((program.program_type, program.applies_on), ("loyalty", "both"))
        self.assertFalse(program.rule_ids)
        self.assertEqual(self.club.tier_ids.mapped("name"), ["Normal", "Bronze", "Silver", "Gold"])

    def test_club_without_right_or_name(self):
        """Access is checked before anything is made, and a missing name is reported as Odoo reports it."""
        programs = self.env["loyalty.program"].search_count([])
        with self.assertRaises(AccessError):
            self.env["loyalty.club"].with_user(self.salesman).create({"name": "Mine"})
        with self.assertRaises(NotNullViolation), mute_logger("odoo.sql_db"):
            self.env["loyalty.club"].with_user(self.manager).create({})
        self.assertEqual(self.env["loyalty.program"].search_count([]), programs)

    def test_member_without_right_or_customer(self):
        """The same for members: access first, then what is missing is named."""
        Member = self.env["loyalty.club.member"]
        with self.assertRaises(AccessError):
            Member.with_user(self.salesman).create({})
        with self.assertRaisesRegex(ValidationError, "Customer"):
            Member.with_user(self.user).create({"club_id": self.club.id})

    def test_join_in_sets(self):
        """Joining twice makes one member, with one number, one card and the points for joining once."""
        partners = self.env["res.partner"].create([{"name": f"Customer {index}"} for index in range(5)])
        members = self.club._join(partners, source="form")
        again = self.club._join(partners)
        self.assertEqual(members, again)
        self.assertEqual(len(set(members.mapped("number"))), 5)
        self.assertEqual(members.mapped("points"), [5] * 5)
        self.assertEqual(set(members.mapped("source")), {"form"})
        self.assertTrue(all(partners.mapped("is_customer_club")))

    def test_pending_until_approved(self):
        """Who waits has no card and no points; approval makes him a member (C4)."""
        partner = self._partner("Reza", phone="+989121234567")
        member = self.club._join(partner, source="form", pending=True)
        self.assertEqual(member.state, "pending")
        self.assertFalse(member.card_id)
        partner._request_approval("form")
        partner.with_user(self.manager).action_approve()
        self.assertEqual((member.state, member.points), ("active", 5))

    def test_an_approval_undone(self):
        """He waits for the club again, his card closed; approved anew he has what was on it, and nothing twice (C1)."""
        partner = self._partner("Reza", phone="+989121234567")
        member = self.club._join(partner, source="form", pending=True)
        other = self._member(self.club)
        partner._request_approval("form")
        done = partner.with_user(self.manager).action_approve()
        change = self.env["club.bulk.change"].with_user(self.manager).browse(done["params"]["id"])
        change.action_undo()
        self.assertEqual((change.undone_count, member.state, member.card_id.active), (1, "pending", False))
        self.assertEqual(other.state, "active")
        partner.with_user(self.manager).action_approve()
        self.assertEqual((member.state, member.card_id.active, member.points), ("active", True, 5))

    def test_suspend(self):
        """A frozen member earns nothing and cannot spend; his points stay."""
        member = self._member(self.club)
        member.with_user(self.manager).action_suspend()
        self._order(member.partner_id)
        self.assertEqual(member.card_id.points, 5)
        member.with_user(self.manager).action_activate()
        self.assertEqual(member.card_id.points, 5)
        self.assertTrue(member.card_id.active)

    def test_not_by_hand(self):
        member = self._member(self.club)
        for values in ({"state": "left"}, {"card_id": False}, {"number": "1"}):
            with self.assertRaises(UserError):
                member.with_user(self.manager).write(values)

    def test_users_create_members(self):
        member = (
            self.env["loyalty.club.member"]
            .with_user(self.user)
            .create({"club_id": self.club.id, "partner_id": self._partner().id})
        )
        self.assertEqual(member.state, "pending")
        member.action_activate()
        self.assertEqual(member.points, 5)

    def test_sentences(self):
        """Every row says why (L13)."""
        member = self._member(self.club)
        order = self._order(member.partner_id)
        order._action_cancel()
        self.assertEqual(
            member.ledger_ids.sorted("id").mapped("sentence"),
            [
                "5 points for joining the club",
                f"50 points for the purchase {order.name}",
                f"30 points for 3 × 100,000.00 {self.club.currency_id.name} in the purchase {order.name}",
                *member.ledger_ids.sorted("id")[3:].mapped("sentence"),
            ],
        )
        self.assertIn("was changed or cancelled", member.ledger_ids[0].sentence)

    # === TIERS === #

    def test_tier_up_at_once(self):
        """85 points reach a silver of 80 as soon as they are earned; what is missing to gold is known (L7)."""
        normal, bronze, silver, gold = self.club.tier_ids
        bronze.threshold, silver.threshold, gold.threshold = 40, 80, 200
        member = self._member(self.club)
        self.assertEqual(member.tier_id, normal)
        self._order(member.partner_id)
        self.assertEqual(member.tier_id, silver)
        self.assertEqual((member.next_tier_id, member.next_tier_missing, member.next_tier_progress), (gold, 115, 42))
        self.assertEqual(member.tier_change_ids.mapped("direction"), ["up", "up"])

    def test_tier_not_by_gifts(self):
        """What staff gives does not raise the tier."""
        self.club.tier_ids[1].threshold = 50
        member = self._member(self.club, points=1000)
        self.assertEqual(member.tier_id, self.club.tier_ids[0])

    def test_tier_down_after_grace(self):
        """What falls out of the window lowers the tier at night, after the days of grace, and not before."""
        self.club.tier_grace_days = 10
        self.club.tier_ids[1].write({"threshold": 40, "window_days": 30})
        self.club.tier_ids[2:].unlink()
        member = self._member(self.club)
        self._order(member.partner_id)
        self.assertEqual(member.tier_id, self.club.tier_ids[1])
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(days=31)):
            member._evaluate_tiers()
            self.assertEqual(member.tier_id, self.club.tier_ids[1])
            self.assertTrue(member.tier_grace_until)
        with freeze_time(now + timedelta(days=42)):
            member._evaluate_tiers()
            self.assertEqual(member.tier_id, self.club.tier_ids[0])

    def test_tier_on_spend_and_orders(self):
        normal, bronze, silver, _gold = self.club.tier_ids
        bronze.write({"basis": "orders", "threshold": 1})
        silver.write({"basis": "spend", "threshold": 500000})
        (self.club.tier_ids - normal - bronze - silver).unlink()
        self.club.tier_ids.flush_recordset()
        member = self._member(self.club)
        self._order(member.partner_id)
        member._evaluate_tiers()
        self.assertEqual(member.tier_id.basis, "orders")

    # === MERGE === #

    def test_merge(self):
        """Native moves points without a trace. Here memberships become one and the ledger tells how (L16)."""
        kept, gone = self._member(self.club, points=100), self._member(self.club, points=70, name="Sara again")
        self.env["base.partner.merge.automatic.wizard"]._merge((kept.partner_id | gone.partner_id).ids, kept.partner_id)
        self.assertFalse(gone.exists())
        self.assertEqual(kept.points, 180)
        self.assertEqual(
            [row for row in self._rows(kept) if row[0] == "transfer" and row[1] > 0],
            [
                ("transfer", 5),
                ("transfer", 70),
            ],
        )
        self.assertEqual(len(kept._cards()), 2)

    def test_merge_into_who_is_no_member(self):
        gone, partner = self._member(self.club, points=70), self._partner("Kept")
        self.env["base.partner.merge.automatic.wizard"]._merge((partner | gone.partner_id).ids, partner)
        member = self.env["loyalty.club.member"].search([("partner_id", "=", partner.id)])
        self.assertEqual((member.points, member.card_id.partner_id), (75, partner))

    def test_merge_with_overdraft(self):
        kept, gone = self._member(self.club, points=100), self._member(self.club, name="Sara again")
        self.env["loyalty.ledger"]._post(
            [{"card_id": gone.card_id.id, "kind": "spend", "points": -35, "overdraft": True}]
        )
        self.env["base.partner.merge.automatic.wizard"]._merge((kept.partner_id | gone.partner_id).ids, kept.partner_id)
        self.assertEqual(kept.points, 75)

    # === STAFF === #

    def test_staff_gives_and_takes(self):
        member = self._member(self.club)
        Wizard = self.env["loyalty.club.adjust"].with_user(self.user)
        wizard = Wizard.create({"member_id": member.id, "points": 20, "reason": "Sorry for the delay"})
        wizard.action_apply()
        wizard.action_apply()
        self.assertEqual(member.points, 25)
        Wizard.create({"member_id": member.id, "points": 10, "direction": "take", "reason": "Mistake"}).action_apply()
        self.assertEqual(member.points, 15)
        self.assertEqual(member.ledger_ids[0].sentence, "5 points taken: Mistake")
        self.assertEqual([points for _kind, points in self._rows(member)], [5, 20, -5, -5], "one row for each lot")
        with self.assertRaises(UserError):
            Wizard.create({"member_id": member.id, "points": 50, "direction": "take", "reason": "No"}).action_apply()
        with self.assertRaises(AccessError):
            Wizard.create({"member_id": member.id, "points": 101, "reason": "Much"}).action_apply()
        Wizard.with_user(self.manager).create({"member_id": member.id, "points": 101, "reason": "Much"}).action_apply()
        self.assertEqual(member.points, 116)

    def test_limits_bind_staff(self):
        """A gift is not given in many small parts; managers stand above the limits."""
        rule = self.club.rule_ids.filtered(lambda rule: rule.kind == "manual")
        rule.write({"cap_day": 50, "budget": 90})
        member, other = self._member(self.club), self._member(self.club, name="Nima")
        Wizard = self.env["loyalty.club.adjust"].with_user(self.user)

        def give(member, points, wizard=Wizard):
            wizard.create({"member_id": member.id, "points": points, "reason": "Sorry"}).action_apply()

        give(member, 30)
        with self.assertRaisesRegex(AccessError, "limit for a day leaves 20"):
            give(member, 21)
        give(member, 20)
        with self.assertRaisesRegex(AccessError, "budget of the rule leaves 40"):
            give(other, 41)
        give(other, 41, Wizard.with_user(self.manager))
        self.assertEqual((member.points, other.points), (55, 46))
