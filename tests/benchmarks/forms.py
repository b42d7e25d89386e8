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
import time
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from odoo.addons.crm_segments.models import typed_properties_grouping, typed_properties_mixin
from odoo.addons.crm_segments.typed_properties import TypedProperties, indexes

SIZE = float(os.environ.get("SIZE", "0.05"))
ROWS = int(1_000_000 * SIZE)
BIG = int(0.7 * ROWS)
FORMS = 20
EXPORT = min(100_000, BIG)
env = env(context={**env.context, "tracking_disable": True})  # noqa: F821 (the shell gives env)
cr = env.cr
Entry = env["loyalty.form.entry"]
NATIVE = ("_read_group", "_order", "_web_read_group")


def make_forms():
    """Forms of ten fields, the first one big."""
    kinds = [
        {"kind": "text", "label": "Serial", "alias": "serial", "fast": True},
        {"kind": "price", "label": "Price", "alias": "price", "fast": True},
        {"kind": "rating", "label": "Stars", "alias": "stars"},
        {"kind": "date", "label": "Bought", "alias": "bought", "fast": True},
        {"kind": "dropdown", "label": "Level", "alias": "level", "options": [f"L{number}" for number in range(6)]},
        {"kind": "choices", "label": "Likes", "alias": "likes", "options": [f"T{number}" for number in range(20)]},
        {"kind": "text", "label": "Name", "alias": "name"},
        {"kind": "phone", "label": "Mobile", "alias": "mobile"},
        {"kind": "text", "label": "City", "alias": "city"},
        {"kind": "paragraph", "label": "Note", "alias": "note"},
    ]
    forms = env["loyalty.form"]
    for number in range(FORMS):
        commands = []
        for sequence, kind in enumerate(kinds):
            options = [Command.create({"name": name}) for name in kind.get("options", ())]
            commands.append(Command.create({**kind, "options": None, "option_ids": options, "sequence": sequence}))
            commands[-1][2].pop("options")
        forms |= forms.create({"name": f"Benchmark {number}", "captcha": "none", "field_ids": commands})
    return forms


forms = env["loyalty.form"].search([("name", "=like", "Benchmark _%")], order="id")
filled = bool(forms)
forms = forms or make_forms()
form = forms[0]


def fill():
    """As people leave them: every 50th without a price."""
    for number, form in enumerate(forms):
        key = {field.alias: field.key for field in form.field_ids}
        option = {field.alias: field.option_ids.mapped("key") for field in form.field_ids}
        first, last = (1, BIG) if number == 0 else (
            BIG + 1 + (number - 1) * (ROWS - BIG) // (FORMS - 1),
            BIG + number * (ROWS - BIG) // (FORMS - 1),
        )  # fmt: skip
        cr.execute(
            """
            INSERT INTO loyalty_form_entry (form_id, company_id, code, state, channel, sender, phone, submitted_at,
                                            create_date, search_text, answers)
            SELECT %(form)s, %(company)s, 'B' || i, CASE WHEN i %% 40 = 0 THEN 'spam' ELSE 'new' END, 'web',
                   'Customer ' || i, '+98912' || lpad((i %% 10000000)::text, 7, '0'),
                   now() - (i %% 500000) * interval '1 minute', now(),
                   'b' || i || ' s-' || i || ' customer ' || i || ' city ' || i %% 300,
                   jsonb_build_object(%(serial)s, 'S-' || i, %(stars)s, 1 + i %% 5,
                        %(bought)s, to_char(DATE '2020-01-01' + (i %% 2200)::int, 'YYYY-MM-DD'),
                        %(level)s, (%(levels)s::text[])[1 + i %% 6],
                        %(likes)s, jsonb_build_array((%(tags)s::text[])[1 + i %% 20], (%(tags)s::text[])[1 + i %% 7]),
                        %(name)s, 'Customer ' || i, %(mobile)s, '+98912' || lpad((i %% 10000000)::text, 7, '0'),
                        %(city)s, 'City ' || i %% 300, %(note)s, 'Note of entry ' || i)
                   || CASE WHEN i %% 50 = 0 THEN '{}'
                           ELSE jsonb_build_object(%(price)s, i * 7919::bigint %% 1000000) END
              FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
            """,
            {
                **key,
                "form": form.id,
                "company": form.company_id.id,
                "levels": option["level"],
                "tags": option["likes"],
                "first": first,
                "last": last,
            },
        )
    cr.commit()
    cr.execute("ANALYZE loyalty_form_entry")
    cr.commit()


def make_columns(key):
    """The entries of the big form with a column for each answer."""
    cr.execute(
        f"""
        CREATE TABLE benchmark_columns AS
        SELECT id, form_id, state, search_text, answers ->> '{key["serial"]}' AS serial,
               (answers ->> '{key["price"]}')::float8 AS price, (answers ->> '{key["stars"]}')::int AS stars,
               (answers ->> '{key["bought"]}')::date AS bought, answers ->> '{key["level"]}' AS level
          FROM loyalty_form_entry WHERE form_id = {form.id};
        CREATE INDEX ON benchmark_columns (id DESC);
        CREATE INDEX ON benchmark_columns (serial);
        CREATE INDEX ON benchmark_columns (price DESC NULLS LAST, id DESC);
        CREATE INDEX ON benchmark_columns (bought);
        CREATE INDEX ON benchmark_columns USING gin (search_text gin_trgm_ops);
        ANALYZE benchmark_columns;
        """
    )
    cr.commit()


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


def inquiries(key):
    """Asking for a serial number: keys made as the job makes them, then questions as the page asks them."""
    asked = next(field for field in form.field_ids if field.alias == "serial")
    inquiry = env["loyalty.form.inquiry"].create(
        {
            "name": "Benchmark",
            "source_id": form.id,
            "shown_field_ids": [Command.set(form.field_ids[:3].ids)],
            "key_limit": 10**9,
            "miss_limit": 10**9,
        }
    )
    begin = time.perf_counter()
    inquiry.field_ids = [
        Command.create({"kind": "text", "label": "Serial", "alias": "no", "lookup_field_id": asked.id})
    ]
    while env["loyalty.form.key"]._rebuild_batch(asked):
        cr.commit()
    cr.execute("ANALYZE loyalty_form_key")
    cr.commit()
    built = time.perf_counter() - begin
    page_key = inquiry.field_ids.key

    def ask(serial):
        meta = {"nonce": None, "ip": "203.0.113.7"}
        result = inquiry._ask({page_key: serial}, meta).result
        env.flush_all()
        return result

    def timed(run, count=60):
        times = []
        for number in range(count):
            env.invalidate_all()
            begin = time.perf_counter()
            run(number)
            times.append((time.perf_counter() - begin) * 1000)
        return sorted(times)[count // 2]

    assert ask(f"s {BIG // 2 + 1}") == "found"
    look_up = timed(lambda number: inquiry._look_up(inquiry._asked_keys({page_key: f"S-{number * 31 + 1}"})))
    found = timed(lambda number: ask(f"S-{number * 31 + 1}"))
    missed = timed(lambda number: ask(f"X-{number}"))
    cr.commit()
    return built, look_up, found, missed


def submissions(key):
    """The median time that a visitor's entry takes inside the server."""
    stars = key["stars"]
    times = []
    for number in range(100):
        typed = {key["serial"]: f"N-{number}", stars: "5", key["name"]: "Sara", key["mobile"]: "+989121234567"}
        env.invalidate_all()
        begin = time.perf_counter()
        answers, errors = form._check_answers(typed)
        assert not errors
        form._submit(answers, {"nonce": f"benchmark{number}", "ip": "203.0.113.7", "lang": "en_US"})
        env.flush_all()
        cr.commit()
        times.append((time.perf_counter() - begin) * 1000)
    return sorted(times)[50], sorted(times)[94]


def main():
    begin = time.perf_counter()
    key = {field.alias: field.key for field in form.field_ids}
    if not filled:
        fill()
        make_columns(key)
    print(
        f"\n{ROWS:,} entries of {FORMS} forms, {BIG:,} in the one asked; filled in {time.perf_counter() - begin:.0f} s"
    )
    natively = {}
    if filled and not os.environ.get("OURS"):
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
    made, look_up, found, missed = inquiries(key)
    print(f"inquiry keys of {BIG:,} entries made in {made:.1f} s")
    print(
        f"inquiry, median: look-up {look_up:.1f} ms (target 5 ms), all of it with log and limits {found:.1f} ms, "
        f"not found {missed:.1f} ms"
    )
    half, most = submissions(key)
    print(f"submit: median {half:.1f} ms, 95 % under {most:.1f} ms (target 50 ms)")


main()
