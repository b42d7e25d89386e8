"""The club's work in bulk beside Odoo's own loyalty and beside bare SQL that writes the same rows, in one run.

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    make benchmark NAME=club SIZE=0.01
    make benchmark NAME=club SIZE=0.01 PART=joining

PART is one of joining, posting, tiers; without it everything is measured. SIZE 1 is 100,000 members and 500,000 rows of
the ledger. Native is measured on some of the cards and multiplied, since all of them would take minutes. "Bare SQL"
writes the same rows into the same tables without any check. What a customer or a cashier waits for is measured by
`club_orders.py`.
"""

import os
import sys
import time
from pathlib import Path
from unittest.mock import patch

from odoo.fields import Command
from odoo.tools import split_every

sys.path.insert(0, str(Path.cwd()))  # what is read from standard input has no place of its own

from tests.fixtures.club_bench import BARE_CREDIT, BARE_DEBIT, CHUNK, Bench  # noqa: E402

bench = Bench(env)  # noqa: F821 (the shell gives env)
env = bench.env


def native_program():
    program = env["loyalty.program"].create(
        {"name": "Native", "program_type": "loyalty", "applies_on": "both", "trigger": "auto"}
    )
    program.rule_ids = [Command.clear(), Command.create({"reward_point_mode": "order", "reward_point_amount": 50})]
    bench.cr.commit()
    return program


def bare_tiers(club):
    """Every member moved, with a row of the history."""
    tier = club.tier_ids[1]

    def run():
        bench.cr.execute(
            """WITH moved AS (UPDATE loyalty_club_member SET tier_id = %s, tier_since = now() WHERE club_id = %s
                RETURNING id)
            INSERT INTO loyalty_club_tier_change (member_id, club_id, company_id, to_tier_id, direction, changed_on)
            SELECT id, %s, %s, %s, 'up', now() FROM moved""",
            [tier.id, club.id, club.id, club.company_id.id, tier.id],
        )

    return bench.timed(run)


def join(club, partners):
    def run():
        for chunk in split_every(CHUNK, partners.ids, env["res.partner"].browse):
            club._join(chunk)
            env.flush_all()
            bench.cr.commit()
            env.invalidate_all()

    return bench.timed(run)


def native_join(program, partners):
    def run():
        cards = env["loyalty.card"].create(
            [{"program_id": program.id, "partner_id": partner.id, "points": 50} for partner in partners]
        )
        env["loyalty.history"].create([{"card_id": card.id, "description": "Join", "issued": 50} for card in cards])

    return bench.scaled(run, len(partners))


def native_post(cards):
    """As native code does it: one card after the other."""

    def run():
        for card in cards:
            card.points += 5
            env["loyalty.history"].create({"card_id": card.id, "description": "Gift", "issued": 5})

    return bench.scaled(run, len(cards))


LOCKS = []


def post_to_all(club, batch=None):
    """A batch, as its job runs it.

    :return: seconds, the batch, the rows it wrote
    """
    batch = batch or env["loyalty.club.batch"].create({"name": "Gift", "club_id": club.id, "points": 5})
    batch.total, batch.state = bench.members, "running"
    bench.cr.commit()
    ledger = type(env["loyalty.ledger"])
    inside = ledger._in_own_transaction

    def watched(self, step, **options):
        begin = time.perf_counter()
        try:
            return inside(self, step, **options)
        finally:
            LOCKS.append(time.perf_counter() - begin)

    with patch.object(ledger, "_in_own_transaction", watched):
        spent = bench.timed(batch._cron_run, "posting")
    written = env["loyalty.ledger"].search_count([("src_model", "=", batch._name), ("src_id", "=", batch.id)])
    return spent, batch, written


def spend(club, cards, points):
    def run():
        for chunk in split_every(CHUNK, cards, list):
            env["loyalty.ledger"]._post(
                [{"card_id": card, "kind": "spend", "points": -points, "reason": "Spent"} for card in chunk]
            )
            env.flush_all()
            bench.cr.commit()
            env.invalidate_all()

    return bench.timed(run)


def measure_posting(club, bare_club, native_cards):
    cards, bare_cards = bench.cards_of(club), bench.cards_of(bare_club)
    spent, batch, written = post_to_all(club)
    assert written == bench.members, written
    bare = bench.bare(BARE_CREDIT, bare_club, bare_cards, points=5, key="b1")
    bench.report("posting to all", spent, native_post(native_cards), bare)
    for turn in range(2, 5):
        post_to_all(club)
        bench.bare(BARE_CREDIT, bare_club, bare_cards, points=5, key=f"b{turn}")
    again, _batch, written = post_to_all(club, batch)
    assert written == bench.members, written
    bench.report("the same again (no-op)", again)
    bench.analyze()
    spent = spend(club, cards, 60)
    bench.report("spending 60, oldest first", spent, None, bench.bare(BARE_DEBIT, bare_club, bare_cards, points=60))
    bench.cr.execute(
        "UPDATE loyalty_lot SET expires_on = current_date - 1 WHERE remaining > 0 AND club_id = %s", [club.id]
    )
    bench.cr.commit()
    bench.analyze()
    spent = bench.timed(env["loyalty.club"]._cron_expire, "expiry")
    bare = bench.bare(BARE_DEBIT, bare_club, bare_cards, points=1000)
    bench.report("expiry of all that is left", spent, None, bare)


def measure_joining(club, bare_club):
    program = native_program()
    partners, others = bench.make_partners("Ours ", bench.members), bench.make_partners("Bare ", bench.members)
    natives = bench.make_partners("Native ", bench.sample)
    bench.report("joining", join(club, partners), native_join(program, natives), bench.bare_join(bare_club, others))
    bench.analyze()
    return env["loyalty.card"].search([("program_id", "=", program.id)])


def unsettle(club):
    """Of the members of a club one in ten is due to rise, and one in fifty to fall without grace."""
    highest = club.tier_ids.sorted("threshold")[-1]
    bench.cr.execute(
        """UPDATE loyalty_club_member SET tier_id = CASE WHEN id %% 10 = 0 THEN NULL ELSE %s END,
                  tier_grace_until = CASE WHEN id %% 10 = 0 THEN NULL ELSE current_date - 1 END
            WHERE club_id = %s AND (id %% 10 = 0 OR id %% 50 = 1)""",
        [highest.id, club.id],
    )
    bench.cr.commit()
    env.invalidate_all()
    bench.analyze()


def measure_tiers(club, bare_club):
    post_to_all(club)
    bench.analyze()
    evaluate = env["loyalty.club.member"]._cron_evaluate_tiers
    bench.cr.execute("UPDATE loyalty_club_member SET tier_id = NULL WHERE club_id = %s", [club.id])
    bare_club.active = False  # the job is to see to one club of this size
    env.flush_all()
    bench.cr.commit()
    env.invalidate_all()
    bench.report("tier evaluation, all go up", bench.timed(evaluate, "tiers"), None, bare_tiers(bare_club))
    bench.report("tier evaluation, all stay", bench.timed(evaluate))
    unsettle(club)
    bench.report("tier evaluation, 10 % go up, 2 % down", bench.timed(evaluate))


def fill(club):
    """As many members as joining would have made, quickly."""
    bench.bare_join(club, bench.make_partners(club.name, bench.members))
    bench.analyze()


def verify(club):
    found = []
    bench.report("verification", bench.timed(lambda: found.extend(club._verify())))
    assert not found, found[:3]
    bench.cr.execute("SELECT count(*) FROM loyalty_ledger WHERE club_id = %s", [club.id])
    print(f"{'':<44}{bench.cr.fetchone()[0]:>14,} rows in the ledger of this club")


def main(part):
    bench.head(f"{bench.members:,} members; native measured on {bench.sample:,} and multiplied; chunks of {CHUNK:,}")
    club, bare_club = bench.make_club("Bench"), bench.make_club("Bare")
    if part in (None, "joining", "posting"):
        native_cards = measure_joining(club, bare_club)
    else:
        fill(club)
        fill(bare_club)
    if part in (None, "posting"):
        measure_posting(club, bare_club, native_cards)
    if part in (None, "tiers"):
        measure_tiers(club, bare_club)
    verify(club)
    if LOCKS:
        bench.report("longest lock in bulk", max(LOCKS))
    for job, grown in bench.memory.items():
        print(f"{f'memory that the job took: {job}':<44}{grown:>11,.0f} MB", flush=True)
        assert bench.members < 50_000 or grown < 50, (job, grown)


main(os.environ.get("PART") or None)
