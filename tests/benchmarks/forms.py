"""Entries of forms: ours beside native properties and real columns, on the same entries in the same run.

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    make benchmark NAME=forms SIZE=0.05

SIZE 1 is 1,000,000 entries of 20 forms, 700,000 of them in one, with ten answers each. Native is the same column asked
through Odoo's own methods, without our indexes. Real columns is bare SQL over a table that has a column, and an index,
for each answer: what cannot be beaten, and what no form built in the user interface can have.

KEEP=1 keeps the database, and uses what a run before has filled in. OURS=1 leaves out the native column, which takes
most of the time.
"""

import contextlib
import os
import resource
import sys
import time
from pathlib import Path
from unittest.mock import patch

from odoo import fields

from odoo.addons.crm_segments.models import typed_properties_grouping, typed_properties_mixin
from odoo.addons.crm_segments.typed_properties import TypedProperties, indexes

sys.path.insert(0, str(Path.cwd()))  # what is read from standard input has no place of its own

from tests.fixtures.form_bench import FORMS, FormBench  # noqa: E402
from tests.fixtures.form_bench_visits import inquiries, submissions  # noqa: E402

bench = FormBench(env)  # noqa: F821 (the shell gives env)
env, cr, form, BIG = bench.env, bench.cr, bench.form, bench.big
EXPORT = min(100_000, BIG)
Entry = env["loyalty.form.entry"]
NATIVE = ("_read_group", "_order", "_web_read_group")


@contextlib.contextmanager
def native():
    """Our field and model behave as Odoo's own."""
    base = env.registry["base"]
    with contextlib.ExitStack() as stack:
        for name in ("condition_to_sql", "filter_function"):
            stack.enter_context(patch.object(TypedProperties, name, getattr(fields.Properties, name)))
        for module in (typed_properties_mixin, typed_properties_grouping):
            for name in [name for name in vars(module.TypedPropertiesMixin) if name.startswith(NATIVE)]:
                stack.enter_context(patch.object(module.TypedPropertiesMixin, name, getattr(base, name)))
        yield


def listed(domain=(), order=None):
    """What a list does: 80 rows and a count that gives up at 10,001."""
    domain = [("form_id", "=", form.id), ("state", "!=", "spam"), *domain]
    return lambda: Entry.web_search_read(
        domain, {"code": {}, "sender": {}, "submitted_at": {}, "answers": {}}, limit=80, order=order, count_limit=10001
    )["length"]


def grouped(groups, aggregates):
    domain = [("form_id", "=", form.id), ("state", "!=", "spam")]
    return lambda: len(Entry.formatted_read_group(domain, groups, aggregates))


def columns(where="TRUE", rest="ORDER BY id DESC LIMIT 80"):
    def run():
        cr.execute(f"SELECT * FROM benchmark_columns WHERE state != 'spam' AND {where} {rest}")
        cr.fetchall()
        cr.execute(
            f"SELECT count(*) FROM (SELECT FROM benchmark_columns WHERE state != 'spam' AND {where} LIMIT 10001) t"
        )
        return cr.fetchone()[0]

    return run


def column_groups(select, groups):
    def run():
        cr.execute(f"SELECT {select} FROM benchmark_columns WHERE state != 'spam' GROUP BY {groups}")
        return len(cr.fetchall())

    return run


def measure(run):
    """The best of three, in milliseconds, and what was found."""
    best, found = None, None
    for _try in range(3):
        env.invalidate_all()
        begin = time.perf_counter()
        try:
            found = run()
        except (ValueError, TypeError) as error:
            cr.rollback()
            return None, type(error).__name__
        spent = (time.perf_counter() - begin) * 1000
        best = spent if best is None else min(best, spent)
    return best, found


def shown(result):
    spent, found = result
    return f"not possible ({found})" if spent is None else f"{spent:,.1f} ms ({found:,})"


def build_indexes():
    wanted = Entry._property_indexes_wanted() or [
        index
        for definition in form.answers_definition
        for index in indexes.property_indexes(Entry, "answers", definition, form.id)
    ]
    cr.commit()
    begin = time.perf_counter()
    indexes.synchronise(cr.dbname, {"loyalty_form_entry": wanted})
    return len(wanted), time.perf_counter() - begin


def drop_indexes():
    """As it was before ours were built."""
    indexes.ensure(cr, "loyalty_form_entry", [], concurrently=False)
    cr.commit()


def searches(key):
    """Each row: what, its target in ms, ours and native, real columns."""
    level = next(field for field in form.field_ids if field.alias == "level").option_ids[2].key
    serial = f"S-{BIG // 2 + 1}"
    a = {alias: f"answers.{name}" for alias, name in key.items()}
    week = [(a["bought"], ">=", "2024-03-01"), (a["bought"], "<", "2024-03-08")]
    return [
        ("open", 100, listed(), columns()),
        (
            "search one box",
            100,
            listed([("quick_search", "ilike", serial)]),
            columns(f"search_text ILIKE '%{serial.lower()}%'"),
        ),
        ("serial = x", 100, listed([(a["serial"], "=", serial)]), columns(f"serial = '{serial}'")),
        ("level = x, by price", 100, listed([(a["level"], "=", level)], f"{a['price']} desc, id desc"),
         columns(f"level = '{level}'", "ORDER BY price DESC NULLS LAST, id DESC LIMIT 80")),
        ("price > 990000", 100, listed([(a["price"], ">", 990000)]), columns("price > 990000")),
        ("bought in 7 days", 100, listed(week), columns("bought >= '2024-03-01' AND bought < '2024-03-08'")),
        ("sort by price", 100, listed(order=f"{a['price']} desc, id desc"),
         columns(rest="ORDER BY price DESC NULLS LAST, id DESC LIMIT 80")),
        ("group by level", 700, grouped([a["level"]], ["__count"]), column_groups("level, count(*)", "level")),
        ("group by month", 700, grouped([f"{a['bought']}:month"], ["__count"]),
         column_groups("date_trunc('month', bought), count(*)", "1")),
        ("pivot level x stars, sum", 5000, grouped([a["level"], a["stars"]], ["__count", f"{a['price']}:sum"]),
         column_groups("level, stars, count(*), sum(price)", "1, 2")),
    ]  # fmt: skip


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def export(key):
    """The Excel of the first entries, a fifth of them and then all: what the second adds to the memory is growth."""
    names = [
        "code",
        "submitted_at",
        "sender",
        *(f"answers.{key[alias]}" for alias in ("serial", "price", "bought", "level", "city")),
    ]
    for count in (EXPORT // 5, EXPORT):
        cr.execute(
            "SELECT id FROM loyalty_form_entry WHERE form_id = %s ORDER BY id OFFSET %s LIMIT 1", [form.id, count - 1]
        )
        last = cr.fetchone()[0]
        before, begin = memory(), time.perf_counter()
        book = env["club.export"]._export(
            "loyalty.form.entry",
            [{"name": name, "label": name} for name in names],
            domain=[("form_id", "=", form.id), ("id", "<=", last)],
            order=f"answers.{key['price']} desc",
        )
        spent, size = time.perf_counter() - begin, book.seek(0, os.SEEK_END)
        book.close()
        grown = memory() - before
        print(f"export {count:,} x 8: {spent:.1f} s, memory +{grown:.0f} MB, file {size / 1e6:.1f} MB")


def main():
    begin = time.perf_counter()
    key = bench.key
    if not bench.filled:
        bench.fill()
        bench.make_columns()
    spent = time.perf_counter() - begin
    print(f"\n{bench.rows:,} entries of {FORMS} forms, {BIG:,} in the one asked; filled in {spent:.0f} s")
    natively = {}
    if bench.filled and not os.environ.get("OURS"):
        drop_indexes()
    for name, _target, ours, _columns in searches(key):
        # Native has no search in one box: each answer would be a filter of its own.
        if not os.environ.get("OURS") and name != "search one box":
            with native():
                natively[name] = measure(ours)
    built, spent = build_indexes()
    print(f"{built} indexes built in {spent:.1f} s; best of 3, in brackets what was found")
    line = "{:<26}{:>10}{:>26}{:>30}{:>26}"
    print(line.format("", "target", "ours", "native properties", "real columns, indexed"))
    for name, target, ours, bare in searches(key):
        print(
            line.format(
                name,
                f"{target:,} ms",
                shown(measure(ours)),
                shown(natively.get(name, (None, "-"))),
                shown(measure(bare)),
            )
        )
    export(key)
    print("(target 15 s for 100,000, and no growth)")
    made, look_up, found, missed = inquiries(bench)
    print(f"inquiry keys of {BIG:,} entries made in {made:.1f} s")
    print(
        f"inquiry, median: look-up {look_up:.1f} ms (target 5 ms), all of it with log and limits {found:.1f} ms, "
        f"not found {missed:.1f} ms"
    )
    half, most = submissions(bench)
    print(f"submit: median {half:.1f} ms, 95 % under {most:.1f} ms (target 50 ms)")


main()
