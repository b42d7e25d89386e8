"""What a customer or a cashier waits for, in a club that has grown: the page of a member, an order, a till's answer.

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    make benchmark NAME=club_orders SIZE=0.01

SIZE 1 is 100,000 members and 500,000 rows of the ledger. Native is Odoo's own loyalty without our hooks, bare is a shop
without any program. What each way costs the processor and the database is counted as well, since the clock depends on
what else the machine does.
"""

import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import odoo
from odoo.fields import Command

sys.path.insert(0, str(Path.cwd()))  # what is read from standard input has no place of its own

from tests.fixtures.club_bench import BARE_CREDIT, Bench  # noqa: E402

bench = Bench(env)  # noqa: F821 (the shell gives env)
env = bench.env


def portal(club):
    """The page of a member, through the whole web stack in this process: the median of 15, in milliseconds."""
    user = env["res.users"].create(
        {
            "name": "Bench",
            "login": f"bench{time.time()}",
            "password": "bench bench",
            "group_ids": [Command.set([env.ref("base.group_portal").id])],
        }
    )
    member = club._join(user.partner_id)
    for index in range(60):
        env["loyalty.ledger"]._post(
            [{"card_id": member.card_id.id, "kind": "adjust", "points": 3, "reason": f"Row {index}"}]
        )
    env.flush_all()
    bench.cr.commit()
    from werkzeug.test import Client  # noqa: PLC0415

    client = Client(odoo.http.root)
    session = odoo.http.root.session_store.new()
    session.update(odoo.http.get_default_session(), db=bench.cr.dbname, uid=user.id, login=user.login)
    session.session_token = user._compute_session_token(session.sid)
    odoo.http.root.session_store.save(session)
    client.set_cookie("session_id", session.sid)
    with patch.dict(odoo.tools.config.options, {"db_name": [bench.cr.dbname]}):
        times = []
        for _time in range(16):
            begin = time.perf_counter()
            page = client.get("/my/club")
            times.append((time.perf_counter() - begin) * 1000)
        assert page.status_code == 200 and "Row 59" in page.text, page.status_code
    return statistics.median(times[1:])


def without_us():
    """Our hooks on orders do nothing."""
    stack = ExitStack()
    for name, result in (
        ("_club_enter", lambda self: self),
        ("_club_sync", lambda self, source=None: None),
        ("_club_capture", lambda self: None),
        ("_club_sync_confirmed", lambda self: None),
    ):
        stack.enter_context(patch.object(type(env["sale.order"]), name, result))
    return stack


def native_loyalty():
    """A program of Odoo's own that gives points for each order."""
    program = env["loyalty.program"].create(
        {"name": "Native", "program_type": "loyalty", "applies_on": "both", "trigger": "auto", "active": False}
    )
    program.rule_ids = [Command.clear(), Command.create({"reward_point_mode": "order", "reward_point_amount": 50})]
    bench.cr.commit()
    return program


class Cost:
    """What the steps of one way cost: the wall clock and the processor of this process in milliseconds, and how many
    statements go to the database, each from the first touch to the commit, on a cold cache."""

    def __init__(self):
        self.steps = []

    def measure(self, step):
        env.flush_all()
        bench.cr.commit()  # empties the cache as well
        begin, processor, statements = time.perf_counter(), time.process_time(), bench.cr.sql_log_count
        step()
        env.flush_all()
        bench.cr.commit()
        spent = (time.perf_counter() - begin) * 1000, (time.process_time() - processor) * 1000
        self.steps.append((*spent, bench.cr.sql_log_count - statements))

    def median(self):
        """The medians, without the first ones, which warm up."""
        return [statistics.median(values) for values in zip(*self.steps[3:], strict=True)]

    def late(self):
        """What 95 % of the steps keep within, in milliseconds."""
        times = sorted(step[0] for step in self.steps[3:])
        return times[int(len(times) * 0.95)]


def report(name, ours, native, bare):
    for what, unit, *values in zip(
        ("", ", processor", ", statements"),
        ("ms", "ms", ""),
        *(way.median() if way else [None] * 3 for way in (ours, native, bare)),
        strict=True,
    ):
        bench.report(f"{name}{what}", *values, unit=unit)


def orders(partners, natives, count):
    """Confirming an order of five lines: ours and bare (a customer whom no program knows, our hooks off) take turns;
    native is Odoo's own loyalty with our hooks off."""
    product = env["product.product"].create(
        {"name": "Bench", "type": "service", "list_price": 50000, "taxes_id": [Command.clear()]}
    )

    def confirm(cost, partner):
        lines = [Command.create({"product_id": product.id})] * 5
        order = env["sale.order"].create({"partner_id": partner.id, "order_line": lines})
        cost.measure(order.action_confirm)

    ours, native, bare, program = Cost(), Cost(), Cost(), native_loyalty()
    for member, other in zip(partners[: count + 3], natives[: count + 3], strict=True):
        confirm(ours, member)
        with without_us():
            confirm(bare, other)
    program.active = True
    with without_us():
        for other in natives[: count + 3]:
            confirm(native, other)
    program.active = False
    report("confirmed order of five lines", ours, native, bare)


def till():
    """A till of its own, and a function that gives an order as it sends it."""
    journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
    method = env["pos.payment.method"].create({"name": "Bench", "journal_id": journal.id})
    config = env["pos.config"].create({"name": "Bench", "payment_method_ids": [Command.set(method.ids)]})
    env["pos.session"].create({"config_id": config.id, "user_id": env.ref("base.user_admin").id})
    product = env["product.product"].create(
        {"name": "Bench till", "type": "service", "list_price": 100000, "taxes_id": [Command.clear()]}
    )
    bench.cr.commit()

    def data(partner):
        from uuid import uuid4  # noqa: PLC0415

        line = {
            "product_id": product.id,
            "qty": 1,
            "price_unit": 100000,
            "discount": 0,
            "price_subtotal": 100000,
            "price_subtotal_incl": 100000,
            "tax_ids": [Command.clear()],
        }
        return {
            "uuid": str(uuid4()),
            "name": "Bench",
            "state": "paid",
            "session_id": config.current_session_id.id,
            "partner_id": partner.id,
            "date_order": str(odoo.fields.Datetime.now()),
            "amount_total": 300000,
            "amount_paid": 300000,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": [Command.create({**line, "uuid": str(uuid4())}) for _line in range(3)],
            "payment_ids": [Command.create({"payment_method_id": method.id, "amount": 300000})],
        }

    return data


def tills(partners, natives, count):
    """Answers of the server to a till, ours and bare in turns. What a till earns for native loyalty it sends in a call
    of its own, so there is nothing native to compare with."""
    data, ours, bare = till(), Cost(), Cost()
    for member, other in zip(partners[: count + 3], natives[: count + 3], strict=True):
        order = data(member)
        ours.measure(lambda order=order: env["pos.order"].sync_from_ui([order]))
        order = data(other)
        with patch.object(type(env["pos.order"]), "_club_book", lambda self, note=True: None):
            bare.measure(lambda order=order: env["pos.order"].sync_from_ui([order]))
    report("a till's answer", ours, None, bare)
    bench.report("a till's answer, 95 %", ours.late(), None, bare.late(), unit="ms")


def main():
    club = bench.make_club("Bench")
    partners, natives = bench.make_partners("Ours ", bench.members), bench.make_partners("Others ", 200)
    bench.bare_join(club, partners)
    cards = bench.cards_of(club)
    for turn in range(4):
        bench.bare(BARE_CREDIT, club, cards, points=5, key=f"b{turn}")
    env["loyalty.club.member"]._cron_evaluate_tiers()  # as after any night
    bench.analyze()
    assert not club._verify()
    bench.head(f"{bench.members:,} members, {5 * bench.members:,} rows of the ledger; the median of 60")
    bench.report("portal page of a member", portal(club), unit="ms")
    count = 60
    orders(partners[:100], natives[:100], count)
    tills(partners[100:200], natives[100:], count)


main()
