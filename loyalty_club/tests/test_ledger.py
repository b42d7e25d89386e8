"""The ledger and the one door (L4, L6, X2)."""

from datetime import timedelta
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestLedger(ClubCase):
    def _post(self, member, points, kind="adjust", **values):
        return self.env["loyalty.ledger"]._post(
            [{"card_id": member.card_id.id, "kind": kind, "points": points, **values}]
        )

    def test_key_posts_once(self):
        member = self._member(self.club)
        self.assertTrue(self._post(member, 10, key="once"))
        self.assertFalse(self._post(member, 10, key="once"))
        self.assertEqual(member.points, 15)

    def test_two_decimals(self):
        """Native balances are floats that are not rounded (0.1 + 0.2)."""
        member = self._member(self.club)
        for points in (0.1, 0.2, 0.005, 1 / 3):
            self._post(member, points)
        self.assertEqual(member.points, 5.64)

    def test_oldest_first(self):
        member = self._member(self.club)
        today = fields.Date.today()
        self._post(member, 100, expires_on=today + timedelta(days=50))
        self._post(member, 100, expires_on=today + timedelta(days=20))
        self._post(member, -120, kind="spend")
        lots = self.env["loyalty.lot"].search([("card_id", "=", member.card_id.id)], order="id")
        self.assertEqual(lots.mapped("remaining"), [5, 80, 0])

    def test_not_enough(self):
        member = self._member(self.club)
        with self.assertRaises(UserError):
            self._post(member, -6, kind="spend")
        self.assertEqual(member.points, 5)

    def test_expiry(self):
        """What ends yesterday is taken, what ends today can be spent today (L6)."""
        member = self._member(self.club)
        today = fields.Date.today()
        self._post(member, 30, expires_on=today - timedelta(days=1))
        self._post(member, 40, expires_on=today)
        for _twice in range(2):
            self.club._expire(member.card_id)
        self.assertEqual(member.points, 45)
        self.assertEqual(self._rows(member)[-1], ("expire", -30))

    def test_points_given_back_after_they_expired_do_not_hold_up_the_job(self):
        """A lot that fills again on the day it was closed waits until tomorrow, and the others are closed (L6)."""
        first, second = self._member(self.club), self._member(self.club, name="Omid")
        yesterday = fields.Date.today() - timedelta(days=1)
        self._post(first, 30, expires_on=yesterday)
        self._post(first, -10, kind="spend")
        spent = first.ledger_ids.filtered(lambda row: row.kind == "spend")
        self._expire_all()
        self._post(first, 10, kind="reverse", lot_id=spent.lot_id.id, reverses_id=spent.id)
        self._post(second, 20, expires_on=yesterday)
        self._expire_all()
        self.assertEqual((first.points, second.points), (15, 5))
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self._expire_all()
        self.assertEqual((first.points, second.points), (5, 5))
        self.assertFalse(self.club._verify())

    def _expire_all(self):
        """The daily job, one card at a time, without the commits that a test cannot make."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["loyalty.club"]._cron_expire(chunk=1)

    def test_validity_of_rule_points(self):
        self.club.validity_days = 365
        member = self._member(self.club)
        self.assertEqual(member.ledger_ids.expires_on, self.club._today() + timedelta(days=365))

    def test_held_points(self):
        """Pending points are in the ledger and not on the card, until their day comes (L6)."""
        purchase = self.club.rule_ids.filtered(lambda rule: rule.kind == "purchase")[:1]
        purchase.hold_days = 7
        member = self._member(self.club)
        order = self._order(member.partner_id)
        self.assertEqual((member.points, member.held_points), (35, 50))
        self.assertLaw(self.club)
        self.env["loyalty.lot"].flush_model()
        self.env.cr.execute("UPDATE loyalty_lot SET available_on = current_date WHERE held > 0")
        self.env["loyalty.lot"].invalidate_model()
        self.club._release(member.card_id)
        member.invalidate_recordset()
        self.assertEqual((member.points, member.held_points), (85, 0))
        order._action_cancel()
        self.assertEqual(member.points, 5)

    def test_held_points_of_cancelled_order(self):
        self.club.rule_ids.filtered(lambda rule: rule.kind == "purchase").hold_days = 7
        member = self._member(self.club)
        self._order(member.partner_id)._action_cancel()
        member.invalidate_recordset()
        self.assertEqual((member.points, member.held_points), (5, 0))

    # === APPEND-ONLY === #

    def test_rows_never_change(self):
        """Neither the ORM nor SQL changes or removes a row."""
        row = self._member(self.club).ledger_ids
        for attempt in (
            lambda: row.sudo().write({"points": 1}),
            lambda: row.sudo().unlink(),
            lambda: self.env["loyalty.ledger"].sudo().create({"points": 1}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        for query in (
            "UPDATE loyalty_ledger SET points = 9",
            "DELETE FROM loyalty_ledger",
            "TRUNCATE loyalty_ledger CASCADE",
        ):
            with self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self.cr.execute(query)

    def test_verify_names_the_difference(self):
        """A balance changed in SQL, past everything, is found and named."""
        member, other = self._member(self.club, points=10), self._member(self.club)
        with self.cr.savepoint() as savepoint:
            self.cr.execute("UPDATE loyalty_card SET points = points + 7 WHERE id = %s", [member.card_id.id])
            [difference] = self.club._verify()
            self.assertEqual(difference["card_id"], member.card_id.id)
            self.assertEqual(
                (float(difference["card"]), float(difference["ledger"]), float(difference["lots"])), (22, 15, 15)
            )
            action = self.club.with_user(self.user).action_check_ledger()
            self.assertEqual(action["params"]["type"], "danger")
            self.assertIn(self.manager.partner_id, self.club.message_ids[0].notified_partner_ids)
            savepoint.rollback()
        with self.cr.savepoint() as savepoint:
            self.cr.execute("UPDATE loyalty_lot SET remaining = 1 WHERE card_id = %s", [other.card_id.id])
            [difference] = self.club._verify()
            self.assertEqual(difference["card_id"], other.card_id.id)
            self.assertEqual(len(difference["lot_ids"]), 1)
            savepoint.rollback()
        self.assertEqual(self.club.action_check_ledger()["params"]["type"], "success")

    # === THE DOOR === #

    def test_direct_write_is_refused_and_kept(self):
        """Native: any cashier writes 70 -> 100,069 and nothing is kept. Here it is refused, and the attempt stays."""
        member = self._member(self.club)
        cashiers = [self.salesman, self.manager]
        if self.env.ref("point_of_sale.group_pos_user", raise_if_not_found=False):
            cashiers.append(new_test_user(self.env, "cashier", groups="point_of_sale.group_pos_user"))
        for cashier in cashiers:
            card = member.card_id.with_user(cashier)
            for attempt in (
                card,
                card.with_context(loyalty_club_flow="yes"),
                card.with_context(loyalty_club_flow=True),
            ):
                with self.assertRaises(AccessError):
                    attempt.write({"points": 100069})
        self.assertEqual({cards for cards, _what in self.refused}, {member.card_id})
        self.assertEqual(member.points, 5)

    def test_history_is_not_rewritten(self):
        member = self._member(self.club)
        with self.assertRaises(AccessError):
            member.card_id.history_ids.with_user(self.salesman).write({"issued": 12345})

    def test_card_does_not_change_hands(self):
        member = self._member(self.club)
        with self.assertRaises(AccessError):
            member.card_id.with_user(self.salesman).write({"partner_id": self.salesman.partner_id.id})

    def test_server_code_is_journalled(self):
        """Native code with the rights of the system, such as the till, is booked as it writes."""
        member = self._member(self.club)
        member.card_id.sudo().points += 12.345
        self.assertEqual(member.points, 17.35)
        member.card_id.sudo().points -= 20
        self.assertEqual(member.points, -2.65)
        rows = self._rows(member)
        self.assertEqual([kind for kind, _points in rows], ["rule"] + ["adjust"] * 4)
        self.assertEqual(sorted(float(points) for _kind, points in rows), [-12.35, -5, -2.65, 5, 12.35])

    def test_card_made_with_points(self):
        """Native: a card created with 100 has an empty history."""
        card = (
            self.env["loyalty.card"]
            .sudo()
            .create({"program_id": self.club.program_id.id, "partner_id": self._partner().id, "points": 100})
        )
        self.assertEqual(card.points, 100)
        self.assertEqual(self.env["loyalty.ledger"].search([("card_id", "=", card.id)]).kind, "open")

    def test_balance_wizard(self):
        """The native wizard books a difference, with its reason, and for managers only."""
        member = self._member(self.club)
        values = {"card_id": member.card_id.id, "new_balance": 50, "description": "Counted again"}
        with self.assertRaises(AccessError):
            self.env["loyalty.card.update.balance"].with_user(self.salesman).create(values).action_update_card_point()
        both = new_test_user(
            self.env, "both", groups="crm_segments.crm_segments_group_manager,sales_team.group_sale_manager"
        )
        self.env["loyalty.card.update.balance"].with_user(both).create(values).action_update_card_point()
        self.assertEqual(member.points, 50)
        self.assertEqual(member.ledger_ids[0].sentence, "Counted again")

    def test_other_programs_are_left_alone(self):
        program = self.env["loyalty.program"].create(
            {
                "name": "Plain",
                "program_type": "loyalty",
                "reward_ids": [Command.create({"discount": 5, "required_points": 200})],
            }
        )
        card = self.env["loyalty.card"].create(
            {"program_id": program.id, "partner_id": self._partner().id, "points": 3}
        )
        card.points += 1
        self.assertEqual(card.points, 4)
        self.assertFalse(self.env["loyalty.ledger"].search([("card_id", "=", card.id)]))

    # === A SHOP WITH DATA === #

    def test_adopting_a_program(self):
        """Cards that a shop has bring their points as opening balances and their customers as members (X6)."""
        program = self.env["loyalty.program"].create({"name": "Old", "program_type": "loyalty", "applies_on": "both"})
        partners = self._partner("A") | self._partner("B")
        cards = self.env["loyalty.card"].create(
            [
                {"program_id": program.id, "partner_id": partners[0].id, "points": 12.3456},
                {"program_id": program.id, "partner_id": partners[1].id, "points": 0},
            ]
        )
        club = self._club(rules=False, name="Adopted", program_id=program.id)
        self.assertEqual(cards.mapped("points"), [12.35, 0])
        self.assertEqual(club.member_ids.partner_id, partners)
        self.assertEqual(set(club.member_ids.mapped("state")), {"active"})
        with self.assertRaises(ValidationError):
            program.program_type = "coupons"

    # === RIGHTS === #

    def test_users_read_managers_configure(self):
        with self.assertRaises(AccessError):
            self.env["loyalty.club"].with_user(self.user).create({"name": "Mine"})
        club = self.env["loyalty.club"].with_user(self.manager).create({"name": "Ours"})
        self.assertTrue(club.program_id)
        self.assertEqual(len(club.tier_ids), 4)
        for model in ("loyalty.ledger", "loyalty.lot"):
            for right in ("write", "create", "unlink"):
                self.assertFalse(self.env[model].with_user(self.manager).has_access(right))

    def test_portal_reads_nothing(self):
        """The portal has no model of the club; its pages check and read for it."""
        portal = new_test_user(self.env, "club_portal", groups="base.group_portal")
        for model in (
            "loyalty.club",
            "loyalty.club.member",
            "loyalty.ledger",
            "loyalty.lot",
            "loyalty.club.tier",
            "loyalty.club.rule",
            "loyalty.club.tier.change",
            "loyalty.club.refusal",
            "loyalty.club.adjust",
            "loyalty.club.join",
        ):
            self.assertFalse(self.env[model].with_user(portal).has_access("read"), model)

    def test_companies_are_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        club = self._club(rules=False, name="Elsewhere", company_id=other.id)
        self._member(club, points=5)
        for model in ("loyalty.club", "loyalty.club.member", "loyalty.ledger", "loyalty.lot", "loyalty.club.tier"):
            found = self.env[model].with_user(self.manager).search([])
            self.assertNotIn(other, found.company_id, model)
