from uuid import uuid4

from odoo import api
from odoo.service.model import retrying
from odoo.tests import tagged

from odoo.addons.crm_segments.tests.concurrency import TwoAtOnceCase


class MobileCase(TwoAtOnceCase):
    """A mobile of its own for each test: codes and messages for one are rationed."""

    def setUp(self):
        self.number = f"+98912999{uuid4().int % 10000:04d}"
        super().setUp()

    def _remove(self, env):
        env["loyalty.sms.message"].search([("number", "=", self.number)]).unlink()
        env["club.one.time.code"].search([("number", "=", self.number)]).unlink()


@tagged("post_install", "-at_install", "club_concurrency")
class TestCodeTwice(MobileCase):
    """S10: a code is good once, whoever shows it at the same moment."""

    def _issue(self):
        sent = []
        with self.registry.cursor() as cr:
            codes = api.Environment(cr, api.SUPERUSER_ID, {})["club.one.time.code"]
            deliver = type(codes)._deliver
            type(codes)._deliver = lambda _self, _number, code, _purpose: sent.append(code)
            try:
                token = codes._issue("test", self.number)
            finally:
                type(codes)._deliver = deliver
        return token, sent[0]

    def test_one_of_two_gets_in(self):
        token, code = self._issue()

        def show(env, barrier):
            waited = []

            def once():
                if not waited:
                    env["res.partner"].search([], limit=1)  # both have taken their snapshot
                    waited.append(barrier.wait(10))
                return env["club.one.time.code"]._verify(token, self.number, code)

            return retrying(once, env)

        self.assertEqual(sorted(self._together(2, show)), [False, True])

    def test_guesses_at_the_same_time_are_counted(self):
        token, code = self._issue()
        wrong = "".join(str(9 - int(digit)) for digit in code)

        def guess(env, barrier):
            barrier.wait(10)
            return retrying(lambda: env["club.one.time.code"]._verify(token, self.number, wrong), env)

        self.assertFalse(any(self._together(6, guess)))
        with self.registry.cursor() as cr:
            codes = api.Environment(cr, api.SUPERUSER_ID, {})["club.one.time.code"]
            self.assertFalse(
                codes._verify(token, self.number, code), "after five guesses the right one is worth nothing"
            )


@tagged("post_install", "-at_install", "club_concurrency")
class TestWeeklyLimitTwice(MobileCase):
    """S6: two dispatchers with a message each to the same customer, who may get one a week."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            company = env.company
            before = {
                name: company[name]
                for name in ("loyalty_sms_cap_marketing", "loyalty_sms_quiet_from", "loyalty_sms_quiet_to")
            }
            company.write({"loyalty_sms_cap_marketing": 1, "loyalty_sms_quiet_from": 0, "loyalty_sms_quiet_to": 0})
            gateway = env["loyalty.sms.gateway"].create(
                {"name": "Limit", "kind": "kannel", "url": "http://127.0.0.1:9/", "username": "u", "password": "p"}
            )
            self.before, self.company_id, self.gateway_id = before, company.id, gateway.id
        self.addCleanup(self._restore)

    def _restore(self):
        self._clean()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            env["res.company"].browse(self.company_id).write(self.before)
            env["loyalty.sms.gateway"].browse(self.gateway_id).unlink()

    def _two_messages(self):
        with self.registry.cursor() as cr:
            messages = api.Environment(cr, api.SUPERUSER_ID, {})["loyalty.sms.message"]
            items = [
                {"uuid": uuid4().hex, "number": self.number, "body": "x", "purpose": "marketing"} for _index in range(2)
            ]
            messages._enqueue(messages.env.company, items)
            return messages.search([("number", "=", self.number)], order="id").ids

    def test_one_of_two_is_sent(self):
        for _round in range(5):
            self._clean()
            waiting = self._two_messages()
            # The later message is claimed first: no order of ids decides who may.
            turns = iter(reversed(waiting))

            def take(env, barrier, turns=turns):
                mine = next(turns)
                barrier.wait(10)
                dispatcher = env["loyalty.sms.dispatcher"]
                count, lanes = dispatcher._take_more(dispatcher._owner(), [mine])
                return count, sum(lane.waiting() for lane in lanes)

            results = self._together(2, take)
            self.assertEqual([count for count, _waiting in results], [1, 1])
            self.assertEqual(sum(waiting for _count, waiting in results), 1, results)
