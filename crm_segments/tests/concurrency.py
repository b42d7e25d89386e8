"""For tests of what happens at the same time, with real connections."""

import threading

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name


class TwoAtOnceCase(BaseCase):
    """What is committed here is taken away by `_remove`, before and after each test."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean)
        self._clean()

    def _clean(self):
        with self.registry.cursor() as cr:
            self._remove(api.Environment(cr, api.SUPERUSER_ID, {}))

    def _remove(self, env):
        """Hook: remove the records that the tests make."""

    def _together(self, count, work):
        """Run a function of an environment and a barrier in so many threads, each with a connection.

        :return: what they gave back, in the order in which they ended
        """
        results, barrier = [], threading.Barrier(count)

        def run():
            try:
                with self.registry.cursor() as cr:
                    results.append(work(api.Environment(cr, api.SUPERUSER_ID, {}), barrier))
            except Exception as error:  # a thread has nobody to raise to
                results.append(error)

        threads = [threading.Thread(target=run) for _index in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertFalse([result for result in results if isinstance(result, Exception)], results)
        return results
