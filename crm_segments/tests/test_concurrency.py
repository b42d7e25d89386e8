import base64

from odoo import api
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying
from odoo.tests import tagged

from .concurrency import TwoAtOnceCase


@tagged("post_install", "-at_install", "club_concurrency")
class TestTwoAtOnce(TwoAtOnceCase):
    """Two tabs at once make one customer (C4, F12)."""

    PHONE = "+989129990001"

    def _remove(self, env):
        env["res.partner"].search([("phone_sanitized", "=", self.PHONE)]).unlink()

    def _register(self, env, barrier):
        env["res.partner"].search([], limit=1)  # the snapshot is taken before the other commits
        waited = []

        def once():
            if not waited:
                waited.append(barrier.wait(10))
            return env["res.partner"]._find_or_create_customer({"name": "Twice", "phone": self.PHONE})

        partner, created = retrying(once, env)
        return partner.id, created

    def test_one_customer(self):
        results = self._together(2, self._register)
        self.assertEqual(len({partner for partner, _created in results}), 1, results)
        self.assertEqual(sorted(created for _partner, created in results), [False, True])

    def test_who_comes_too_late_to_see_is_told_to_repeat(self):
        with self.registry.cursor() as late, self.registry.cursor() as early:
            late_env = api.Environment(late, api.SUPERUSER_ID, {})
            late_env["res.partner"].search([], limit=1)
            early_env = api.Environment(early, api.SUPERUSER_ID, {})
            early_env["res.partner"]._find_or_create_customer({"name": "Early", "phone": self.PHONE})
            early.commit()
            with self.assertRaises(ConcurrencyError):
                late_env["res.partner"]._find_or_create_customer({"name": "Late", "phone": self.PHONE})
            late.rollback()


@tagged("post_install", "-at_install", "club_concurrency")
class TestTwoImportsAtOnce(TwoAtOnceCase):
    """Two managers import the same list at the same moment: each customer is made once, nothing is lost (C19)."""

    ROWS = 40

    def _remove(self, env):
        env["club.import"].search([("name", "=", "twice.csv")]).unlink()
        env["club.import.heading"].search([("key", "in", ["name", "ref", "email"])]).unlink()
        env["res.partner"].search([("ref", "=like", "twice-%")]).unlink()

    def _prepare(self):
        text = "name,ref,email\n" + "".join(
            f"Twice {number},twice-{number},twice{number}@example.com\n" for number in range(self.ROWS)
        )
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            record = env["club.import"].create({"name": "twice.csv", "file": base64.b64encode(text.encode())})
            record.action_check()
            record._work()
            record.action_run()
            return record.id

    def test_each_customer_is_made_once(self):
        imports = [self._prepare(), self._prepare()]
        turns = iter(imports)

        def work(env, barrier):
            record = env["club.import"].browse(next(turns))
            record._row_counts()  # the snapshot is taken before the other commits
            barrier.wait(10)
            record._work(lambda _count: env.cr.commit())  # pylint: disable=invalid-commit
            return record.state, record.done_count

        results = self._together(2, work)
        self.assertEqual(results, [("done", self.ROWS)] * 2)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self.assertEqual(env["res.partner"].search_count([("ref", "=like", "twice-%")]), self.ROWS)
            rows = env["club.import.row"].search([("import_id", "in", imports)])
            self.assertEqual(sorted(rows.mapped("state")).count("created"), self.ROWS)
