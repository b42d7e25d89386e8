import threading

from odoo import api
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

CUSTOMERS = 40
NAME = "Refreshed by two"


@tagged("post_install", "-at_install", "club_concurrency")
class TestTwoRefreshAtOnce(BaseCase):
    """Two processes that refresh at once do no work twice and lose nothing (C11). With real connections."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean)
        self._clean()
        with self._env() as env:
            env["club.customer.touch"].search([]).unlink()
            self.segment = (
                env["club.segment"]
                .create(
                    {
                        "name": NAME,
                        "definition": {
                            "operator": "all",
                            "children": [{"kind": "field", "params": {"domain": f"[('city', '=', '{NAME}')]"}}],
                        },
                    }
                )
                .id
            )
            people = env["res.partner"].create(
                [{"name": NAME, "is_customer_club": True} for _number in range(CUSTOMERS)]
            )
            self.ids = people.ids

    def _env(self):
        return Connection(self.registry)

    def _clean(self):
        with self._env() as env:
            env["club.segment"].search([("name", "=", NAME)]).unlink()
            env["res.partner"].with_context(active_test=False).search([("name", "=", NAME)]).unlink()
            env["club.customer.touch"].search([]).unlink()

    def _work(self, barrier, counts):
        """One process: takes what it finds, and again where the other was quicker."""
        barrier.wait(10)
        for _try in range(20):
            try:
                with self._env() as env:
                    counts.append(env["club.customer.touch"]._process())
                    if not counts[-1]:
                        return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                continue

    def test_two_processes(self):
        with self._env() as env:
            env["res.partner"].browse(self.ids).city = NAME
            env.flush_all()
            env["club.customer.touch"]._mark(self.ids * 2, "partner")
        barrier, counts = threading.Barrier(2), []
        threads = [threading.Thread(target=self._work, args=(barrier, counts)) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        with self._env() as env:
            events = env["club.segment.event"].search([("segment_id", "=", self.segment), ("kind", "=", "in")])
            self.assertEqual(sorted(events.partner_id.ids), sorted(self.ids))
            self.assertEqual(len(events), CUSTOMERS, "nobody joined twice")
            self.assertEqual(env["club.segment"].browse(self.segment).member_count, CUSTOMERS)
            self.assertFalse(env["club.customer.touch"].search_count([]), "nothing is left over")
            self.assertEqual(
                env["club.customer.metric"].search_count(
                    [("partner_id", "in", self.ids), ("company_id", "=", env.company.id)]
                ),
                CUSTOMERS,
            )

    def test_a_mark_made_while_the_first_is_worked_on_is_not_lost(self):
        with self._env() as env:
            env["club.customer.touch"].search([]).unlink()
        with self._env() as first:
            first["club.customer.touch"]._mark(self.ids[:1], "partner")
        with self._env() as worker:
            self.assertEqual(set(worker["club.customer.touch"]._take()), set(self.ids[:1]))
            with self._env() as other:  # commits before the worker does
                other["res.partner"].browse(self.ids[:1]).city = NAME
        with self._env() as later:
            later["club.customer.touch"]._process()
            self.assertEqual(later["club.segment"].browse(self.segment).partner_ids.ids, self.ids[:1])

    def test_what_another_process_took_is_left_to_it(self):
        with self._env() as env:
            env["club.customer.touch"].search([]).unlink()
            env["club.customer.touch"]._mark(self.ids[:2], "partner")
        with self._env() as first:
            self.assertEqual(len(first["club.customer.touch"]._take(limit=1)), 1)
            with self._env() as second:
                self.assertEqual(len(second["club.customer.touch"]._take()), 1)


class Connection:
    """A transaction of its own, committed at the end."""

    def __init__(self, registry):
        self.cr = registry.cursor()

    def __enter__(self):
        return api.Environment(self.cr, api.SUPERUSER_ID, {})

    def __exit__(self, kind, *_error):
        if kind is None:
            self.cr.commit()  # pylint: disable=invalid-commit
        self.cr.close()
