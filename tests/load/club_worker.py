"""One of many processes that use the club at the same time, as Odoo's own workers would; made to be killed.

    python -m tests.load.club_worker DATABASE prepare CUSTOMERS
    python -m tests.load.club_worker DATABASE work SEED COUNT
    python -m tests.load.club_worker DATABASE verify

`work` writes a line of JSON for each step: its name and how it ended (`done`, `refused` by the business, or `failed`
with what a customer would have seen).
"""

import json
import random
import sys

import odoo
from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from tests.fixtures.database import odoo_options
from tests.load.club_members import MemberSteps
from tests.load.club_orders import CUSTOMER, PRODUCT, OrderSteps
from tests.load.club_till import PRICE, TillSteps
from tests.load.club_tills import TILLS


class Worker(OrderSteps, TillSteps, MemberSteps):
    """Does one random step after the other, each as a request of its own."""

    STEPS = {
        "order": 14, "order_with_reward": 8, "edit": 12, "cancel": 8, "confirm_again": 4, "credit_note": 3, "pay": 4,
        "shop": 4, "payment_arrives": 3,
        "till": 16, "till_with_reward": 8, "till_again": 6, "till_return": 8, "till_reserve": 6,
        "join": 2, "import": 2, "merge": 1, "freeze": 1, "balance": 2, "give": 6, "take": 6,
        "batch": 1, "undo": 1, "expire": 2,
    }  # fmt: skip

    def __init__(self, database, seed):
        self.registry, self.random = Registry(database), random.Random(seed)
        self.till = f"Load {seed % TILLS}"
        self.sent = []  # what this till has sent

    def request(self, step):
        """Run a step as Odoo serves a request: repeated after a conflict, committed at the end."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "lang": "en_US"})
            return retrying(lambda: step(env), env)

    def work(self, count):
        names, weights = zip(*self.STEPS.items(), strict=True)
        for name in self.random.choices(names, weights, k=count):
            try:
                # The same dice again when the step is repeated after a conflict.
                seed = self.random.random()
                self.request(lambda env, name=name, seed=seed: getattr(self, f"_{name}")(env, random.Random(seed)))
                outcome = {"outcome": "done"}
            except UserError as error:  # not enough points, gone meanwhile: what no repetition would change
                outcome = {"outcome": "refused", "why": str(error)[:200]}
            except Exception as error:  # pylint: disable=broad-exception-caught
                outcome = {"outcome": "failed", "why": f"{type(error).__name__}: {error}"[:500]}
            print(json.dumps({"step": name, **outcome}), flush=True)

    def _club(self, env):
        return env["loyalty.club"].search([("name", "=", "Load")])

    def _members(self, env, dice, count=1):
        ids = env["loyalty.club.member"].search([("club_id", "=", self._club(env).id), ("state", "=", "active")]).ids
        return env["loyalty.club.member"].browse(dice.sample(ids, min(count, len(ids))))


def prepare(worker, customers):
    """A club, its customers and a till."""

    def step(env):
        club = env["loyalty.club"].create({"name": "Load"})
        rules = [
            {"kind": "join", "points": 50},
            {"kind": "purchase", "purchase_mode": "order", "points": 50},
            {"kind": "purchase", "purchase_mode": "step", "step_amount": PRICE, "points": 10},
            {"kind": "purchase", "purchase_mode": "order", "points": 20, "hold_until_paid": True},
        ]
        env["loyalty.club.rule"].create([{"club_id": club.id, "name": rule["kind"], **rule} for rule in rules])
        env["product.product"].create(
            {
                "name": PRODUCT,
                "type": "service",
                "list_price": PRICE,
                "taxes_id": [Command.clear()],
                "invoice_policy": "order",
            }
        )
        club._join(env["res.partner"].create([{"name": f"{CUSTOMER} {index}"} for index in range(customers)]))
        journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
        method = env["pos.payment.method"].create({"name": "Load", "journal_id": journal.id})
        for number in range(TILLS):
            values = {"name": f"Load {number}", "payment_method_ids": [Command.set(method.ids)]}
            config = env["pos.config"].create(values)
            env["pos.session"].create({"config_id": config.id, "user_id": env.ref("base.user_admin").id})

    worker.request(step)


def verify(worker):
    """Print what does not add up, and how many rows there are."""

    def step(env):
        clubs = env["loyalty.club"].search([])
        rows = env["loyalty.ledger"].search([("club_id.name", "=", "Load")])
        unbooked = env["pos.order"].search_count([("club_to_book", "=", True)])
        owing = env["loyalty.card"].search([("club_id", "!=", False), ("points", "<", 0)])
        overdrawn = rows.filtered(lambda row: not row.lot_id and row.card_id in owing).card_id
        return {
            "differences": len(clubs._verify()),
            "rows": len(rows),
            "unbooked": unbooked,
            "negative_without_overdraft": len(owing - overdrawn),
        }

    print(json.dumps(worker.request(step)), flush=True)


def main():
    database, mode, *numbers = sys.argv[1:]
    odoo.tools.config.parse_config([*odoo_options(), "-d", database, "--no-http", "--log-level=critical"])
    worker = Worker(database, int(numbers[0]) if numbers else 0)
    if mode == "prepare":
        prepare(worker, int(numbers[0]))
    elif mode == "work":
        worker.work(int(numbers[1]))
    else:
        verify(worker)


if __name__ == "__main__":
    main()
