"""Typed properties beside native ones, on the same customers in the same run.

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    SIZE=0.05 make shell DB=scratch < tests/benchmarks/properties.py

SIZE 1 is 1,000,000 customers with six fields each; the default, 0.05, is 50,000. Native is the same column asked
through Odoo's own methods, without our indexes; ours is asked before and after they are built. Bare SQL knows the types
and has the same indexes. What was found is printed beside each time: native is not only slower but also wrong.
"""

import contextlib
import os
import time
from unittest.mock import patch

from odoo import fields

from odoo.addons.crm_segments.models import typed_properties_grouping, typed_properties_mixin
from odoo.addons.crm_segments.typed_properties import TypedProperties, indexes

ROWS = int(1_000_000 * float(os.environ.get("SIZE", "0.05")))
REF = "benchmark of properties"
DEFINITION = [
    {"name": "b_serial", "type": "char", "string": "Serial"},
    {"name": "b_price", "type": "float", "string": "Price"},
    {"name": "b_count", "type": "integer", "string": "Count"},
    {"name": "b_bought", "type": "date", "string": "Bought"},
    {"name": "b_level", "type": "selection", "string": "Level", "selection": [[f"l{i}", f"L{i}"] for i in range(6)]},
    {"name": "b_likes", "type": "tags", "string": "Likes", "tags": [[f"t{i}", f"T{i}", 1] for i in range(20)]},
]

# The methods of Odoo's models that ours override.
NATIVE = ("_read_group", "_order", "_web_read_group")

Partner = env["res.partner"].with_context(active_test=False)  # noqa: F821 (the shell gives env)
cr = Partner.env.cr


def fill():
    """As people leave it: every 50th without a price, natively stored as false."""
    container = env["properties.base.definition"].sudo()._get_definition_for_property_field("res.partner", "properties")  # noqa: F821
    known = [item for item in container.properties_definition if not item["name"].startswith("b_")]
    container.properties_definition = known + DEFINITION
    model = Partner.create({"name": "Customer", "ref": REF})
    Partner.env.flush_all()
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'res_partner'")
    own = ("id", "name", "complete_name", "properties")
    others = ", ".join(f'"{name}"' for (name,) in cr.fetchall() if name not in own)
    cr.execute(
        f"""
        INSERT INTO res_partner (name, complete_name, properties, {others})
        SELECT 'Customer ' || i, 'Customer ' || i,
               jsonb_build_object(
                    'b_serial', 'S-' || i,
                    'b_price', CASE WHEN i % 50 = 0 THEN 'false'::jsonb ELSE to_jsonb(i * 7919::bigint % 1000000) END,
                    'b_count', i % 97,
                    'b_bought', to_char(DATE '2020-01-01' + i % 2200, 'YYYY-MM-DD'),
                    'b_level', 'l' || i % 6,
                    'b_likes', jsonb_build_array('t' || i % 20, 't' || i % 7)
               ),
               {others}
          FROM res_partner, generate_series(1, {ROWS}) AS i
         WHERE id = {model.id}
        """
    )
    cr.execute("DELETE FROM res_partner WHERE id = %s", [model.id])
    cr.commit()
    cr.execute("ANALYZE res_partner")
    cr.commit()


@contextlib.contextmanager
def native():
    """Our field and model behave as Odoo's own."""
    base = Partner.env.registry["base"]
    with contextlib.ExitStack() as stack:
        for name in ("condition_to_sql", "filter_function"):
            stack.enter_context(patch.object(TypedProperties, name, getattr(fields.Properties, name)))
        for module in (typed_properties_mixin, typed_properties_grouping):
            for name in [name for name in vars(module.TypedPropertiesMixin) if name.startswith(NATIVE)]:
                stack.enter_context(patch.object(module.TypedPropertiesMixin, name, getattr(base, name)))
        yield


def searched(domain, order="id"):
    domain = [("ref", "=", REF), *domain]
    return lambda: (Partner.search(domain, order=order, limit=80).ids, Partner.search_count(domain, limit=10001))[1]


def grouped(groups, aggregates):
    return lambda: len(Partner.formatted_read_group([("ref", "=", REF)], groups, aggregates))


def bare(select, where="TRUE", rest=""):
    """Bare SQL over the same customers; what is counted, or the number of rows."""
    text = f"SELECT {select} FROM res_partner WHERE ref = '{REF}' AND ({where}) {rest}"

    def run():
        cr.execute(text)
        rows = cr.fetchall()
        return rows[0][0] if select == "COUNT(*)" else len(rows)

    return run


def key(name):
    return f"(properties -> 'b_{name}')"


def text(name):
    return f"(properties ->> 'b_{name}')"


SERIAL = f"S-{ROWS // 2}"
WEEK = [("properties.b_bought", ">=", "2024-03-01"), ("properties.b_bought", "<", "2024-03-08")]
NUMBER = f"CASE WHEN jsonb_typeof({key('price')}) = 'number' THEN {key('price')}::float8 END"
CASES = {
    "serial = x": (
        searched([("properties.b_serial", "=", SERIAL)]),
        bare("COUNT(*)", f"""{key("serial")} = '"{SERIAL}"'"""),
    ),
    "price > 990000": (
        searched([("properties.b_price", ">", 990000)]),
        bare("COUNT(*)", f"{key('price')} > '990000' AND {key('price')} < 'false'"),
    ),
    "count = 1": (
        searched([("properties.b_count", "=", 1)]),
        bare("COUNT(*)", f"{key('count')} = '1'"),
    ),
    "bought in 7 days": (
        searched(WEEK),
        bare("COUNT(*)", f"""{key("bought")} >= '"2024-03-01"' AND {key("bought")} < '"2024-03-08"'"""),
    ),
    "likes any of 2": (
        searched([("properties.b_likes", "in", ["t18", "t19"])]),
        bare("COUNT(*)", f"""{key("likes")} @> '["t18"]' OR {key("likes")} @> '["t19"]'"""),
    ),
    "sort by price": (
        searched([], "properties.b_price desc, id desc"),
        bare("id", rest=f"ORDER BY {key('price')} DESC NULLS LAST, id DESC LIMIT 80"),
    ),
    "group by level": (
        grouped(["properties.b_level"], ["__count"]),
        bare(f"{text('level')}, COUNT(*)", rest="GROUP BY 1"),
    ),
    "level x count": (
        grouped(["properties.b_level", "properties.b_count"], ["__count"]),
        bare(f"{text('level')}, {text('count')}, COUNT(*)", rest="GROUP BY 1, 2"),
    ),
    "sum of price by level": (
        grouped(["properties.b_level"], ["properties.b_price:sum"]),
        bare(f"{text('level')}, SUM({NUMBER})", rest="GROUP BY 1"),
    ),
}


def measure(run):
    """The best of three, in milliseconds, and what was found."""
    best, found = None, None
    for _ in range(3):
        cr.rollback()
        Partner.env.invalidate_all()
        begin = time.perf_counter()
        try:
            found = run()
        except ValueError:
            return None, "not possible"
        spent = (time.perf_counter() - begin) * 1000
        best = spent if best is None else min(best, spent)
    return best, found


def shown(result):
    spent, found = result
    return found if spent is None else f"{spent:,.1f} ms ({found:,})"


def build():
    """What the nightly job does, for this benchmark's fields. Answers how many indexes, and the seconds."""
    wanted = [index for item in DEFINITION for index in indexes.property_indexes(Partner, "properties", item)]
    cr.commit()
    begin = time.perf_counter()
    indexes.synchronise(cr.dbname, {"res_partner": wanted})
    return len(wanted), time.perf_counter() - begin


def main():
    fill()
    rows = {}
    for name, (run, _limit) in CASES.items():
        with native():
            rows[name] = [measure(run)]
        rows[name].append(measure(run))
    built, spent = build()
    for name, (run, limit) in CASES.items():
        rows[name] += [measure(run), measure(limit)]
    print(f"\n{ROWS:,} customers; {built} indexes built in {spent:.1f} s; best of 3, in brackets what was found")
    line = "{:<24}{:>24}{:>24}{:>24}{:>24}"
    print(line.format("", "native", "typed", "typed, indexed", "bare SQL, indexed"))
    for name, results in rows.items():
        print(line.format(name, *map(shown, results)))


def clean():
    cr.rollback()
    indexes.ensure(cr, "res_partner", [], concurrently=False)
    cr.execute("DELETE FROM res_partner WHERE ref = %s", [REF])
    cr.commit()


clean()
try:
    main()
finally:
    clean()
