"""For tests of what happens at the same time, with real connections. Everything made there is removed at the end."""

import threading

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import mute_logger

from .common import ClubBuilders


class ConcurrentCase(ClubBuilders, BaseCase):
    """A club with its customers, and steps that run at the same time."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self._transaction() as env:
            type(self).env = env
            self.club_id = self._club(name="At once").id
            self.partner_ids = [self._partner(f"At once {index}").id for index in range(3)]
            self.company_id = env.company.id

    def _transaction(self):
        return _Transaction(self.registry)

    def _remove(self):
        """The ledger lets nobody remove rows; its guards are switched off by name."""
        with self.registry.cursor() as cr:
            cr.execute("ALTER TABLE loyalty_ledger DISABLE TRIGGER loyalty_ledger_append_only")
            cr.execute("DELETE FROM loyalty_ledger WHERE club_id = %s", [self.club_id])
            cr.execute("ALTER TABLE loyalty_ledger ENABLE TRIGGER loyalty_ledger_append_only")
            cr.execute("DELETE FROM loyalty_lot WHERE club_id = %s", [self.club_id])
            cr.execute("SELECT id FROM sale_order WHERE partner_id = ANY(%s)", [self.partner_ids])
            orders = [row[0] for row in cr.fetchall()]
            cr.execute("DELETE FROM sale_order_line WHERE order_id = ANY(%s) RETURNING product_id", [orders])
            cr.execute("DELETE FROM sale_order_coupon_points WHERE order_id = ANY(%s)", [orders])
            cr.execute("DELETE FROM sale_order WHERE id = ANY(%s)", [orders])
            cr.execute(
                "DELETE FROM loyalty_club_refusal WHERE card_id IN (SELECT id FROM loyalty_card WHERE club_id = %s)",
                [self.club_id],
            )
            cr.execute("UPDATE loyalty_club_member SET card_id = NULL WHERE club_id = %s", [self.club_id])
            cr.execute("DELETE FROM loyalty_card WHERE club_id = %s", [self.club_id])
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute("DELETE FROM loyalty_club_batch WHERE club_id = %s", [self.club_id])
            env["loyalty.club.member"].search([("club_id", "=", self.club_id)]).unlink()
            club = env["loyalty.club"].browse(self.club_id)
            program = club.program_id
            club.unlink()
            program.active = False
            program.unlink()
            env["res.partner"].browse(self.partner_ids).unlink()
            env["product.product"].search([("name", "=", "At once")]).unlink()

    def _at_once(self, *steps):
        """Run steps in parallel, each in a transaction that has begun before any of them went on, as Odoo serves
        requests: with repetition after a serialisation failure.

        :return: the exceptions that reached the caller
        """
        begun = threading.Barrier(len(steps))
        failures = []

        def run(step):
            first = [True]
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

                def body():
                    if first[0]:
                        cr.execute("SELECT 1 FROM res_users LIMIT 1")  # the snapshot is taken here
                        first[0] = False
                        begun.wait(20)
                    return step(env)

                try:
                    retrying(body, env)
                except (UserError, ValidationError) as error:
                    cr.rollback()
                    failures.append(error)

        threads = [threading.Thread(target=run, args=(step,)) for step in steps]
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertFalse([thread for thread in threads if thread.is_alive()])
        return failures

    def _check(self):
        with self._transaction() as env:
            self.assertEqual(env["loyalty.club"].browse(self.club_id)._verify(), [])


class _Transaction:
    """An environment whose transaction is committed at the end."""

    def __init__(self, registry):
        self.cursor = registry.cursor()

    def __enter__(self):
        self.cursor.__enter__()
        return api.Environment(self.cursor, SUPERUSER_ID, {"tracking_disable": True, "lang": "en_US"})

    def __exit__(self, *error):
        return self.cursor.__exit__(*error)
