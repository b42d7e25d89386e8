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
import uuid
from copy import deepcopy

import odoo
from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from tests.fixtures.database import odoo_options

CUSTOMER, PRODUCT = "Load customer", "Load book"
PRICE = 100000
# Each process is a till of its own: the numbers of one till have no gaps, so that Odoo lets nobody wait for them.
TILLS = 4


class Worker:
    """Does one random step after the other, each as a request of its own."""

    STEPS = {
        "order": 14, "order_with_reward": 8, "edit": 12, "cancel": 8, "confirm_again": 4, "credit_note": 3,
        "till": 16, "till_with_reward": 8, "till_again": 6, "till_return": 8, "till_reserve": 6,
        "join": 3, "merge": 1, "give": 6, "take": 6, "batch": 1, "expire": 2,
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

    # === WHAT IS THERE === #

    def _club(self, env):
        return env["loyalty.club"].search([("name", "=", "Load")])

    def _members(self, env, dice, count=1):
        ids = env["loyalty.club.member"].search([("club_id", "=", self._club(env).id), ("state", "=", "active")]).ids
        return env["loyalty.club.member"].browse(dice.sample(ids, min(count, len(ids))))

    def _some_order(self, env, dice, state):
        domain = [("partner_id.name", "like", CUSTOMER), ("state", "=", state)]
        ids = env["sale.order"].search(domain, order="id desc", limit=40).ids
        return env["sale.order"].browse(dice.choice(ids)) if ids else env["sale.order"]

    # === ORDERS === #

    def _order(self, env, dice, reward=False):
        partner = self._members(env, dice).partner_id
        product = env["product.product"].search([("name", "=", PRODUCT)], limit=1)
        line = {"product_id": product.id, "product_uom_qty": dice.randint(1, 4)}
        order = env["sale.order"].create({"partner_id": partner.id, "order_line": [Command.create(line)]})
        if reward:
            order._update_programs_and_rewards()
            for card, rewards in order._get_claimable_rewards().items():
                order._apply_program_reward(rewards[:1], card)
        order.action_confirm()

    def _order_with_reward(self, env, dice):
        self._order(env, dice, reward=True)

    def _edit(self, env, dice):
        order = self._some_order(env, dice, "sale")
        order.order_line.filtered(lambda line: not line.reward_id)[:1].product_uom_qty = dice.randint(1, 6)

    def _cancel(self, env, dice):
        self._some_order(env, dice, "sale")._action_cancel()

    def _confirm_again(self, env, dice):
        order = self._some_order(env, dice, "cancel")
        if order:
            order.action_draft()
            order.action_confirm()

    def _credit_note(self, env, dice):
        order = self._some_order(env, dice, "sale")
        invoice = order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice" and move.state == "posted")[
            :1
        ]
        if order and not invoice and order.invoice_status == "to invoice":
            invoice = order._create_invoices()
            invoice.action_post()
        if invoice:
            note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            note.invoice_line_ids.filtered(lambda line: line.price_unit > 0).quantity = 1
            note.action_post()

    # === THE TILL === #

    def _till_order(self, env, lines, partner):
        total = sum(line["price_subtotal"] for line in lines)
        session = env["pos.session"].search([("config_id.name", "=", self.till), ("state", "!=", "closed")], limit=1)
        return {
            "uuid": str(uuid.uuid4()),
            "name": "Load",
            "state": "paid",
            "session_id": session.id,
            "partner_id": partner.id,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create({"payment_method_id": session.config_id.payment_method_ids[:1].id, "amount": total})
            ],
        }

    def _till_line(self, product, price, quantity=1, **values):
        return {
            "product_id": product.id,
            "qty": quantity,
            "price_unit": price,
            "discount": 0,
            "price_subtotal": price * quantity,
            "price_subtotal_incl": price * quantity,
            "tax_ids": [Command.clear()],
            "uuid": str(uuid.uuid4()),
            **values,
        }

    def _till(self, env, dice, reward=False):
        member = self._members(env, dice)
        product = env["product.product"].search([("name", "=", PRODUCT)], limit=1)
        lines = [self._till_line(product, PRICE, dice.randint(1, 4))]
        points = int(member.points)
        if reward and points > 0:
            gift = member.club_id.program_id.reward_ids[:1]
            values = {"reward_id": gift.id, "coupon_id": member.card_id.id, "is_reward_line": True}
            lines.append(
                self._till_line(
                    gift.discount_line_product_id,
                    -points,
                    points_cost=points,
                    reward_identifier_code=str(uuid.uuid4()),
                    **values,
                )
            )
        data = self._till_order(env, lines, member.partner_id)
        self.sent = [*self.sent[-20:], data]
        env["pos.order"].sync_from_ui([deepcopy(data)])

    def _till_with_reward(self, env, dice):
        self._till(env, dice, reward=True)

    def _till_again(self, env, dice):
        """The answer did not arrive: the till sends the order again, and asks again for the points."""
        if self.sent:
            data = dice.choice(self.sent)
            env["pos.order"].sync_from_ui([deepcopy(data)])
            order = env["pos.order"].search([("uuid", "=", data["uuid"])])
            card = self._club(env).program_id.coupon_ids.filtered(lambda card: card.partner_id == order.partner_id)[:1]
            if card:
                vals = {"points": 99, "program_id": card.program_id.id, "coupon_id": card.id, "barcode": False}
                order.confirm_coupon_programs({str(card.id): vals})

    def _till_return(self, env, dice):
        orders = env["pos.order"].search(
            [("config_id.name", "=like", "Load %"), ("amount_total", ">", 0)], order="id desc", limit=30
        )
        if orders:
            order = dice.choice(orders)
            lines = [
                self._till_line(line.product_id, line.price_unit, -line.qty, refunded_orderline_id=line.id)
                for line in order.lines
                if not line.refunded_orderline_id and not line.refund_orderline_ids
            ]
            if lines:
                env["pos.order"].sync_from_ui([self._till_order(env, lines, order.partner_id)])

    def _till_reserve(self, env, dice):
        member = self._members(env, dice)
        changes = {str(member.card_id.id): -dice.randint(0, 50)}
        env["pos.order"].club_reserve(str(uuid.UUID(int=dice.getrandbits(128))), changes)

    # === MEMBERS AND JOBS === #

    def _join(self, env, dice):
        """A file with customers, of whom some are members already."""
        new = env["res.partner"].create([{"name": f"{CUSTOMER} new"} for _index in range(3)])
        known = env["res.partner"].search([("name", "like", CUSTOMER)], limit=20)
        self._club(env)._join(new | known, source="import")

    def _merge(self, env, dice):
        members = self._members(env, dice, 2)
        if len(members) == 2:
            wizard = env["base.partner.merge.automatic.wizard"]
            wizard._merge(members.partner_id.ids, members[0].partner_id)

    def _give(self, env, dice):
        """Also points that have ended already, for the job to take."""
        ends = fields.Date.add(fields.Date.today(), days=dice.choice([-1, 5, 50]))
        self._post(env, dice, {"points": dice.randint(1, 60), "expires_on": ends})

    def _take(self, env, dice):
        self._post(env, dice, {"points": -dice.randint(1, 30)})

    def _post(self, env, dice, values):
        card = self._members(env, dice).card_id
        env["loyalty.ledger"]._post([{"card_id": card.id, "kind": "adjust", "reason": "Load", **values}])

    def _batch(self, env, dice):
        club = self._club(env)
        env["loyalty.club.batch"].create({"name": "Load", "club_id": club.id, "points": 1}).action_start()
        env["loyalty.club.batch"]._cron_run(chunk=50)

    def _expire(self, env, dice):
        env["loyalty.club"]._cron_expire(chunk=50)


def prepare(worker, customers):
    """A club, its customers and a till."""

    def step(env):
        club = env["loyalty.club"].create({"name": "Load"})
        rules = [
            {"kind": "join", "points": 50},
            {"kind": "purchase", "purchase_mode": "order", "points": 50},
            {"kind": "purchase", "purchase_mode": "step", "step_amount": PRICE, "points": 10},
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
