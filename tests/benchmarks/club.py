"""The club beside Odoo's own loyalty and beside bare SQL that writes the same rows, in one run.

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    SIZE=0.01 make shell DB=scratch < tests/benchmarks/club.py

SIZE 1 is 100,000 members and 500,000 rows of the ledger. Native is measured on some of the cards and multiplied, since
all of them would take minutes. "Bare SQL" writes the same rows into the same tables without any check.
"""

import os
import re
import statistics
import time
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import odoo
from odoo.fields import Command
from odoo.tools import split_every

env = env(context=dict(env.context, tracking_disable=True, lang="en_US"))  # noqa: F821 (the shell gives env)
cr = env.cr
MEMBERS = max(int(100_000 * float(os.environ.get("SIZE", "0.01"))), 200)
SAMPLE = min(MEMBERS, 2000)
CHUNK = 2000
rows = []


MEMORY = {}


def timed(step, job=None):
    """Seconds that a step takes; of a job also the megabytes by which the process grew while it ran."""
    before = resident("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again
    begin = time.perf_counter()
    step()
    env.flush_all()
    cr.commit()
    spent = time.perf_counter() - begin
    if job:
        MEMORY[job] = resident("VmHWM") - before
    env.invalidate_all()
    return spent


def resident(what):
    return int(re.search(rf"{what}:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def report(name, ours, native=None, bare=None, unit="s"):
    rows.append((name, ours, native, bare, unit))

    def show(value):
        return "-" if value is None else f"{value:,.2f} {unit}"

    factor = f"{ours / bare:.2f}" if bare else "-"
    print(f"{name:<44}{show(ours):>14}{show(native):>16}{show(bare):>14}{factor:>8}", flush=True)


def scaled(step, count=SAMPLE):
    return timed(step) * MEMBERS / count


def analyze():
    cr.execute("ANALYZE loyalty_card, loyalty_ledger, loyalty_lot, loyalty_club_member, loyalty_history, res_partner")
    cr.commit()


# === WHAT IS THERE BEFORE === #


def make_partners(name, count):
    model = env["res.partner"].create({"name": name, "lang": "en_US", "is_customer_club": True})
    env.flush_all()
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'res_partner'")
    own = ("id", "name", "complete_name", "commercial_partner_id")
    others = ", ".join(f'"{column}"' for (column,) in cr.fetchall() if column not in own)
    cr.execute(
        f"""INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, {others})
            SELECT id, %(name)s || id, %(name)s || id, id, {others}
              FROM (SELECT nextval('res_partner_id_seq') AS id FROM generate_series(1, %(count)s)) n,
                   (SELECT {others} FROM res_partner WHERE id = %(model)s) m
            RETURNING id""",
        {"name": name, "count": count, "model": model.id},
    )
    partners = env["res.partner"].browse(row[0] for row in cr.fetchall())
    cr.commit()
    return partners


def make_club(name):
    club = env["loyalty.club"].create({"name": name, "validity_days": 365})
    env["loyalty.club.rule"].create(
        [
            {"club_id": club.id, "name": "join", "kind": "join", "points": 50},
            {"club_id": club.id, "name": "order", "kind": "purchase", "purchase_mode": "order", "points": 50},
            {
                "club_id": club.id,
                "name": "step",
                "kind": "purchase",
                "purchase_mode": "step",
                "step_amount": 100000,
                "points": 10,
            },
        ]
    )
    cr.commit()
    return club


def native_program():
    program = env["loyalty.program"].create(
        {"name": "Native", "program_type": "loyalty", "applies_on": "both", "trigger": "auto"}
    )
    program.rule_ids = [Command.clear(), Command.create({"reward_point_mode": "order", "reward_point_amount": 50})]
    cr.commit()
    return program


# === BARE SQL: THE SAME ROWS === #

BARE_CREDIT = """
WITH fresh AS (SELECT id, nextval('loyalty_lot_id_seq') lot_id FROM loyalty_card
                WHERE club_id = %(club)s AND id BETWEEN %(first)s AND %(last)s),
 lots AS (INSERT INTO loyalty_lot (id, card_id, club_id, company_id, remaining, held, expires_on)
          SELECT lot_id, id, %(club)s, %(company)s, %(points)s, 0, current_date + 365 FROM fresh),
 ledger AS (INSERT INTO loyalty_ledger (card_id, club_id, company_id, kind, points, lot_id, expires_on, occurred_on,
                src_model, src_id, src_name, idem_key, reason, user_id, created_at)
            SELECT id, %(club)s, %(company)s, 'adjust', %(points)s, lot_id, current_date + 365, now(),
                   'loyalty.club.batch', 0, 'Bare', %(key)s || ':' || id, 'Bare', 1, now() FROM fresh),
 history AS (INSERT INTO loyalty_history (card_id, description, issued, used, create_uid, write_uid, create_date,
                write_date) SELECT id, 'Bare', %(points)s, 0, 1, 1, now(), now() FROM fresh)
UPDATE loyalty_card c SET points = round((c.points + %(points)s)::numeric, 2), write_date = now() FROM fresh
 WHERE fresh.id = c.id"""

BARE_DEBIT = """
WITH lots AS (
    SELECT l.id, l.card_id, l.remaining,
           sum(l.remaining) OVER (PARTITION BY l.card_id ORDER BY l.expires_on NULLS LAST, l.id) reach
      FROM loyalty_lot l WHERE l.remaining > 0 AND l.club_id = %(club)s AND l.card_id BETWEEN %(first)s AND %(last)s),
 taken AS (SELECT id, card_id, LEAST(remaining, %(points)s - (reach - remaining)) points FROM lots
            WHERE reach - remaining < %(points)s),
 used AS (UPDATE loyalty_lot l SET remaining = l.remaining - t.points FROM taken t WHERE t.id = l.id),
 ledger AS (INSERT INTO loyalty_ledger (card_id, club_id, company_id, kind, points, lot_id, occurred_on, reason,
                user_id, created_at)
            SELECT card_id, %(club)s, %(company)s, 'spend', -points, id, now(), 'Bare', 1, now() FROM taken),
 history AS (INSERT INTO loyalty_history (card_id, description, issued, used, create_uid, write_uid, create_date,
                write_date) SELECT card_id, 'Bare', 0, sum(points), 1, 1, now(), now() FROM taken GROUP BY card_id),
 sums AS (SELECT card_id, sum(points) points FROM taken GROUP BY card_id)
UPDATE loyalty_card c SET points = round((c.points - s.points)::numeric, 2), write_date = now() FROM sums s
 WHERE s.card_id = c.id"""


def bare(statement, club, cards, **values):
    def run():
        for chunk in split_every(CHUNK, cards, list):
            parameters = {
                "club": club.id,
                "company": club.company_id.id,
                "first": chunk[0],
                "last": chunk[-1],
                **values,
            }
            cr.execute(statement, parameters)
            cr.commit()

    return timed(run)


def bare_tiers(club):
    """Every member moved, with a row of the history."""
    tier = club.tier_ids[1]

    def run():
        cr.execute(
            """WITH moved AS (UPDATE loyalty_club_member SET tier_id = %s, tier_since = now() WHERE club_id = %s
                RETURNING id)
            INSERT INTO loyalty_club_tier_change (member_id, club_id, company_id, to_tier_id, direction, changed_on)
            SELECT id, %s, %s, %s, 'up', now() FROM moved""",
            [tier.id, club.id, club.id, club.company_id.id, tier.id],
        )

    return timed(run)


def bare_join(club, partners):
    """Members with numbers, cards with codes, the points for joining."""

    def run():
        for chunk in split_every(CHUNK, partners.ids, list):
            cr.execute(
                """WITH cards AS (
                    INSERT INTO loyalty_card (program_id, company_id, club_id, partner_id, points, code, active,
                        create_uid, write_uid, create_date, write_date)
                    SELECT %s, %s, %s, p, 0, '044' || left(replace(gen_random_uuid()::text, '-', ''), 20), true,
                        1, 1, now(), now() FROM unnest(%s) p RETURNING id, partner_id)
                INSERT INTO loyalty_club_member (club_id, company_id, partner_id, card_id, number, state, source,
                    joined_on, create_uid, write_uid, create_date, write_date)
                SELECT %s, %s, partner_id, id, 'B' || id, 'active', 'manual', now(), 1, 1, now(), now() FROM cards""",
                [club.program_id.id, club.company_id.id, club.id, chunk, club.id, club.company_id.id],
            )
            cr.execute("SELECT min(id), max(id) FROM loyalty_card WHERE partner_id = ANY(%s)", [chunk])
            first, last = cr.fetchone()
            values = {"club": club.id, "company": club.company_id.id, "first": first, "last": last}
            cr.execute(BARE_CREDIT, {**values, "points": 50, "key": f"bare-join:{club.id}"})
            cr.commit()

    return timed(run)


# === MEASURES === #


def cards_of(club):
    cr.execute("SELECT id FROM loyalty_card WHERE club_id = %s ORDER BY id", [club.id])
    return [row[0] for row in cr.fetchall()]


def join(club, partners):
    def run():
        for chunk in split_every(CHUNK, partners.ids, env["res.partner"].browse):
            club._join(chunk)
            env.flush_all()
            cr.commit()
            env.invalidate_all()

    return timed(run)


def native_join(program, partners):
    def run():
        cards = env["loyalty.card"].create(
            [{"program_id": program.id, "partner_id": partner.id, "points": 50} for partner in partners]
        )
        env["loyalty.history"].create([{"card_id": card.id, "description": "Join", "issued": 50} for card in cards])

    return scaled(run, len(partners))


def native_post(cards):
    """As native code does it: one card after the other."""

    def run():
        for card in cards:
            card.points += 5
            env["loyalty.history"].create({"card_id": card.id, "description": "Gift", "issued": 5})

    return scaled(run, len(cards))


LOCKS = []


def post_to_all(club, batch=None):
    """A batch, as its job runs it.

    :return: seconds, the batch, the rows it wrote
    """
    batch = batch or env["loyalty.club.batch"].create({"name": "Gift", "club_id": club.id, "points": 5})
    batch.total, batch.state = MEMBERS, "running"
    cr.commit()
    ledger = type(env["loyalty.ledger"])
    inside = ledger._in_own_transaction

    def watched(self, step, **options):
        begin = time.perf_counter()
        try:
            return inside(self, step, **options)
        finally:
            LOCKS.append(time.perf_counter() - begin)

    with patch.object(ledger, "_in_own_transaction", watched):
        spent = timed(batch._cron_run, "posting")
    written = env["loyalty.ledger"].search_count([("src_model", "=", batch._name), ("src_id", "=", batch.id)])
    return spent, batch, written


def spend(club, cards, points):
    def run():
        for chunk in split_every(CHUNK, cards, list):
            env["loyalty.ledger"]._post(
                [{"card_id": card, "kind": "spend", "points": -points, "reason": "Spent"} for card in chunk]
            )
            env.flush_all()
            cr.commit()
            env.invalidate_all()

    return timed(run)


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
    cr.commit()
    from werkzeug.test import Client  # noqa: PLC0415

    client = Client(odoo.http.root)
    session = odoo.http.root.session_store.new()
    session.update(odoo.http.get_default_session(), db=cr.dbname, uid=user.id, login=user.login)
    session.session_token = user._compute_session_token(session.sid)
    odoo.http.root.session_store.save(session)
    client.set_cookie("session_id", session.sid)
    with patch.dict(odoo.tools.config.options, {"db_name": [cr.dbname]}):
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
        cr.commit()
        begin = time.perf_counter()
        order.action_confirm()
        env.flush_all()
        cr.commit()
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
    cr.commit()

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
        cr.commit()
        times.append((time.perf_counter() - begin) * 1000)
        env.invalidate_all()
    return sorted(times[3:])


def main():
    print(f"\n{MEMBERS:,} members; native measured on {SAMPLE:,} and multiplied; chunks of {CHUNK:,}\n")
    print(f"{'':<44}{'ours':>14}{'native':>16}{'bare SQL':>14}{'x bare':>8}")
    club, bare_club, program = make_club("Bench"), make_club("Bare"), native_program()
    partners, others = make_partners("Ours ", MEMBERS), make_partners("Bare ", MEMBERS)
    natives = make_partners("Native ", SAMPLE)
    report("joining", join(club, partners), native_join(program, natives), bare_join(bare_club, others))
    cards, bare_cards = cards_of(club), cards_of(bare_club)
    native_cards = env["loyalty.card"].search([("program_id", "=", program.id)])
    analyze()
    spent, batch, written = post_to_all(club)
    assert written == MEMBERS, written
    report(
        "posting to all", spent, native_post(native_cards), bare(BARE_CREDIT, bare_club, bare_cards, points=5, key="b1")
    )
    for turn in range(2, 5):
        post_to_all(club)
        bare(BARE_CREDIT, bare_club, bare_cards, points=5, key=f"b{turn}")
    again, _batch, written = post_to_all(club, batch)
    assert written == MEMBERS, written
    report("the same again (no-op)", again)
    analyze()
    report(
        "spending 60, oldest first", spend(club, cards, 60), None, bare(BARE_DEBIT, bare_club, bare_cards, points=60)
    )
    cr.execute("UPDATE loyalty_lot SET expires_on = current_date - 1 WHERE remaining > 0 AND club_id = %s", [club.id])
    cr.commit()
    analyze()
    report(
        "expiry of all that is left",
        timed(env["loyalty.club"]._cron_expire, "expiry"),
        None,
        bare(BARE_DEBIT, bare_club, bare_cards, points=1000),
    )
    post_to_all(club)
    analyze()
    evaluate = env["loyalty.club.member"]._cron_evaluate_tiers
    cr.execute("UPDATE loyalty_club_member SET tier_id = NULL WHERE club_id = %s", [club.id])
    bare_club.active = False  # the job is to see to one club of this size
    env.flush_all()
    cr.commit()
    env.invalidate_all()
    report("tier evaluation, all go up", timed(evaluate, "tiers"), None, bare_tiers(bare_club))
    report("tier evaluation, all stay", timed(evaluate))
    found = []
    report("verification", timed(lambda: found.extend(club._verify())))
    assert not found, found[:3]
    cr.execute("SELECT count(*) FROM loyalty_ledger WHERE club_id = %s", [club.id])
    print(f"{'':<44}{cr.fetchone()[0]:>14,} rows in the ledger of this club")
    report("longest lock in bulk", max(LOCKS))
    for job, grown in MEMORY.items():
        print(f"{f'memory that the job took: {job}':<44}{grown:>11,.0f} MB", flush=True)
        assert MEMBERS < 50_000 or grown < 50, (job, grown)
    report("portal page of a member", portal(club), unit="ms")
    count = 60
    with_us = orders(partners[1000 if MEMBERS > 2000 else 50 :], count)
    with without_us():
        stock = orders(natives[100:], count)
    report("confirmed order of five lines", with_us, stock, unit="ms")
    data = till()
    answers = tills(data, partners[500 if MEMBERS > 2000 else 0 :], count)
    with patch.object(type(env["pos.order"]), "_club_book", lambda self, note=True: None):
        plain = tills(data, natives[:100], count)
    report("a till's answer, median", statistics.median(answers), statistics.median(plain), unit="ms")
    at = int(len(answers) * 0.95)
    report("a till's answer, 95 %", answers[at], plain[int(len(plain) * 0.95)], unit="ms")


main()
