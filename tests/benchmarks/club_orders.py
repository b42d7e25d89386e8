"""What a customer or a cashier waits for, in a club that has grown: the page of a member, an order, a till's answer.

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    make benchmark NAME=club_orders SIZE=0.01

SIZE 1 is 100,000 members and 500,000 rows of the ledger. Beside our way stands the same without our hooks.
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


def orders(partners, count):
    """The median time of confirming an order of five lines, in milliseconds."""
    product = env["product.product"].create(
        {"name": "Bench", "type": "service", "list_price": 50000, "taxes_id": [Command.clear()]}
    )
    times = []
    for partner in partners[: count + 3]:
        order = env["sale.order"].create(
            {"partner_id": partner.id, "order_line": [Command.create({"product_id": product.id})] * 5}
        )
        env.flush_all()
        bench.cr.commit()
        begin = time.perf_counter()
        order.action_confirm()
        env.flush_all()
        bench.cr.commit()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times[3:])


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


def tills(data, partners, count):
    """Answers of the server to a till, in milliseconds, sorted."""
    times = []
    for partner in partners[: count + 3]:
        order = data(partner)
        begin = time.perf_counter()
        env["pos.order"].sync_from_ui([order])
        env.flush_all()
        bench.cr.commit()
        times.append((time.perf_counter() - begin) * 1000)
        env.invalidate_all()
    return sorted(times[3:])


def main():
    club = bench.make_club("Bench")
    partners, natives = bench.make_partners("Ours ", bench.members), bench.make_partners("Others ", 200)
    bench.bare_join(club, partners)
    cards = bench.cards_of(club)
    for turn in range(4):
        bench.bare(BARE_CREDIT, club, cards, points=5, key=f"b{turn}")
    bench.analyze()
    assert not club._verify()
    bench.head(f"{bench.members:,} members, {5 * bench.members:,} rows of the ledger; the median of 60")
    bench.report("portal page of a member", portal(club), unit="ms")
    count = 60
    with_us = orders(partners[:100], count)
    with without_us():
        stock = orders(natives[:100], count)
    bench.report("confirmed order of five lines", with_us, stock, unit="ms")
    data = till()
    answers = tills(data, partners[100:200], count)
    with patch.object(type(env["pos.order"]), "_club_book", lambda self, note=True: None):
        plain = tills(data, natives[100:], count)
    bench.report("a till's answer, median", statistics.median(answers), statistics.median(plain), unit="ms")
    at = int(count * 0.95)
    bench.report("a till's answer, 95 %", answers[at], plain[at], unit="ms")


main()
