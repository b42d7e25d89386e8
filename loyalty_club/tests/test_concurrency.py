"""What happens at the same time, with real connections (L4)."""

from unittest import TestCase
from unittest.mock import patch

import psycopg2.errors

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import loyalty_club_batch_tell
from .concurrency import ConcurrentCase


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrentCase):
    def test_two_joins_at_once(self):
        """One membership, one card, the points for joining once."""

        def join(env):
            env["loyalty.club"].browse(self.club_id)._join(env["res.partner"].browse(self.partner_ids))

        self.assertEqual(self._at_once(join, join, join), [])
        with self._transaction() as env:
            members = env["loyalty.club.member"].search([("club_id", "=", self.club_id)])
            self.assertEqual(len(members), 3)
            self.assertEqual(members.mapped("points"), [5] * 3)
        self._check()

    def test_two_orders_spend_the_same_points(self):
        """Native POS lets both go through; here the second is refused and nothing is spent twice."""
        with self._transaction() as env:
            type(self).env = env
            member = self._member(
                env["loyalty.club"].browse(self.club_id),
                points=95,
                partner=env["res.partner"].browse(self.partner_ids[0]),
            )
            orders = self.env["sale.order"]
            for _index in range(2):
                order = self._order(member.partner_id, amount=200, confirm=False)
                order.order_line.product_id.name = "At once"
                order._update_programs_and_rewards()
                order._apply_program_reward(member.club_id.program_id.reward_ids, member.card_id)
                orders |= order
            member_id, order_ids = member.id, orders.ids

        def confirm(order_id):
            return lambda env: env["sale.order"].browse(order_id).action_confirm()

        failures = self._at_once(*(confirm(order_id) for order_id in order_ids))
        self.assertEqual(len(failures), 1)
        with self._transaction() as env:
            member = env["loyalty.club.member"].browse(member_id)
            self.assertEqual(member.points, 50, "100 spent once, 50 earned once")
            self.assertEqual(sorted(env["sale.order"].browse(order_ids).mapped("state")), ["draft", "sale"])
        self._check()

    def test_many_movements_of_one_card(self):
        """Credits and debits of one card from several connections: none is lost, and lots stay in step."""
        with self._transaction() as env:
            type(self).env = env
            member = self._member(
                env["loyalty.club"].browse(self.club_id), partner=env["res.partner"].browse(self.partner_ids[0])
            )
            card_id = member.card_id.id

        def post(points):
            return lambda env: env["loyalty.ledger"]._post([{"card_id": card_id, "kind": "adjust", "points": points}])

        for _round in range(3):
            self.assertEqual(self._at_once(post(10), post(20), post(-5), post(1.5)), [])
        with self._transaction() as env:
            self.assertEqual(env["loyalty.card"].browse(card_id).points, 5 + 3 * 26.5)
        self._check()

    def test_a_batch_that_is_killed_tells_each_once(self):
        """The job dies while it writes messages, then two of them go on at once: points and message once each."""
        with self._transaction() as env:
            type(self).env = env
            club = env["loyalty.club"].browse(self.club_id)
            for index, partner in enumerate(env["res.partner"].browse(self.partner_ids)):
                partner.phone = f"+98912333440{index}"
            club._join(env["res.partner"].browse(self.partner_ids))
            batch = env["loyalty.club.batch"].create({"name": "At once", "club_id": club.id, "points": 10})
            batch.by_sms = True
            batch.action_start()
            tell = type(batch)._tell_some
        calls = []

        def die(batch, members):
            tell(batch, members)
            calls.append(members)
            if len(calls) == 2:
                raise SystemExit

        def run(env):
            env["loyalty.club.batch"]._cron_run(chunk=2)

        with patch.object(loyalty_club_batch_tell, "CHUNK", 1):
            killed = patch.object(type(batch), "_tell_some", die), TestCase.assertRaises(self, SystemExit)
            with killed[0], killed[1], self._transaction() as env:
                run(env)
            self._at_once(run, run)
        with self._transaction() as env:
            batch = env["loyalty.club.batch"].search([("club_id", "=", self.club_id)])
            self.assertEqual((batch.state, batch.given_count, batch.told_count), ("done", 3, 3))
            texts = env["sms.sms"].search([("number", "like", "+98912333440")])
            self.assertEqual(sorted(texts.mapped("number")), [f"+98912333440{index}" for index in range(3)])
            texts.mail_message_id.unlink()
            texts.unlink()
        self._check()

    def test_same_key_at_once(self):
        with self._transaction() as env:
            type(self).env = env
            member = self._member(
                env["loyalty.club"].browse(self.club_id), partner=env["res.partner"].browse(self.partner_ids[0])
            )
            card_id = member.card_id.id

        def post(env):
            env["loyalty.ledger"]._post(
                [{"card_id": card_id, "kind": "adjust", "points": 10, "key": f"same:{card_id}"}]
            )

        self.assertEqual(self._at_once(post, post), [])
        with self._transaction() as env:
            self.assertEqual(env["loyalty.card"].browse(card_id).points, 15)
        self._check()

    def test_limits_hold_under_two_cashiers(self):
        """L5: two occasions of one member against his limit, and of two members against the budget."""
        with self._transaction() as env:
            type(self).env = env
            club = env["loyalty.club"].browse(self.club_id)
            members = club._join(env["res.partner"].browse(self.partner_ids))
            self._rule(club, kind="review", points=30, cap_day=50)
            self._rule(club, kind="visit", points=30, budget=50)
            member_ids = members.ids

        def give(kind, member_id, key):
            def step(env):
                member = env["loyalty.club.member"].browse(member_id)
                env["loyalty.club.rule"]._give(kind, member, key, event={"bought": True})

            return step

        self.assertEqual(self._at_once(give("review", member_ids[0], "a"), give("review", member_ids[0], "b")), [])
        self.assertEqual(self._at_once(*(give("visit", member_id, "x") for member_id in member_ids)), [])
        with self._transaction() as env:
            points = env["loyalty.club.member"].browse(member_ids).mapped("points")
            self.assertEqual(sum(points), 3 * 5 + 50 + 50)
        self._check()

    def test_refusal_outlives_the_rollback(self):
        """The attempt is kept although the transaction that made it is rolled back."""
        with self._transaction() as env:
            type(self).env = env
            member = self._member(
                env["loyalty.club"].browse(self.club_id), partner=env["res.partner"].browse(self.partner_ids[0])
            )
            card_id = member.card_id.id
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            admin = env.ref("base.user_admin")
            with TestCase.assertRaises(self, UserError):  # Odoo's own needs an open transaction of the test
                env["loyalty.card"].browse(card_id).with_user(admin).write({"points": 100069})
            cr.rollback()
        with self._transaction() as env:
            refusal = env["loyalty.club.refusal"].search([("card_id", "=", card_id)])
            self.assertIn("100069", refusal.what)
            self.assertEqual(env["loyalty.card"].browse(card_id).points, 5)

    def test_row_is_guarded_for_everyone(self):
        with self._transaction() as env:
            type(self).env = env
            self._member(
                env["loyalty.club"].browse(self.club_id), partner=env["res.partner"].browse(self.partner_ids[0])
            )
        guarded = TestCase.assertRaises(self, psycopg2.errors.RaiseException)
        with self.registry.cursor() as cr, mute_logger("odoo.sql_db"), guarded:
            cr.execute("UPDATE loyalty_ledger SET points = 1 WHERE club_id = %s", [self.club_id])
