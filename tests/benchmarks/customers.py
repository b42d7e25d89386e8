"""Figures, life cycle, tags and segments of very many customers.

Run as the standard input of Odoo's shell, on a database that may be thrown away:

    make benchmark NAME=customers SIZE=0.01

SIZE 1 is 1,000,000 customers, 2,500,000 orders and 10,000,000 order lines, made by SQL. Beside our way stand the ORM's
own way, where it can finish (measured on a few customers and multiplied where the table says so), and the bare scan
of the same rows, which no way can beat.

KEEP=1 keeps the database, and uses what a run before has made. PARTS names what is measured, such as
PARTS="segments touched"; without it, all of it: figures, tags, segments, touched, screens. OURS=1 leaves out the ORM's
own way.
"""

import os
import time
from contextlib import contextmanager

SIZE = float(os.environ.get("SIZE", "0.01"))
CUSTOMERS = int(1_000_000 * SIZE)
ORDERS = int(2_500_000 * SIZE)
LINES_AN_ORDER = 4
CATEGORIES = 50
PARTS = os.environ.get("PARTS", "figures tags segments touched screens").split()
OURS = bool(os.environ.get("OURS"))
REF = "benchmark of customers"
CITIES = ("Tehran", "Mashhad", "Isfahan", "Shiraz", "Tabriz", "Karaj", "Rasht", "Yazd", "Qom", "Ahvaz")

env = env(context={**env.context, "tracking_disable": True})  # noqa: F821 (the shell gives env)
cr = env.cr
company = env.company
rows = []


def copy_rows(model_id, table, count, changes, own=()):
    """Insert copies of a row, with some columns of another value.

    :param dict changes: column: SQL of its value, in which ``i`` counts from 1 and ``new_id`` is the id
    """
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    names = [name for (name,) in cr.fetchall() if name not in ("id", *changes, *own)]
    quoted = ", ".join(f'"{name}"' for name in names)
    changed, values = ", ".join(f'"{name}"' for name in changes), ", ".join(changes.values())
    model = ", ".join(f'model."{name}"' for name in names)
    cr.execute(
        f"""
        INSERT INTO {table} (id, {changed}, {quoted})
        SELECT new_id, {values}, {model}
          FROM (SELECT i, nextval('{table}_id_seq') AS new_id FROM generate_series(1, {count}) AS i) AS n,
               (SELECT * FROM {table} WHERE id = {model_id}) AS model
        """
    )


def filled():
    """What a run before has made, as `fill` gives it, or None."""
    first = env["res.partner"].search([("ref", "=", REF)], order="id", limit=1)
    if not first:
        return None
    categories = env["product.category"].search([("name", "=like", "Category %")], order="id")
    products = env["product.product"].search([("name", "=like", "Book %"), ("categ_id", "in", categories.ids)])
    return (
        products.sorted("id"),
        categories,
        env["sale.order"].search([("partner_id", "=", first.id)], limit=1),
        first.id,
    )


@contextmanager
def loading(*tables):
    """Foreign keys and indexes are made when all rows are there, which takes a fraction of the time."""
    cr.execute(
        """
        SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', conrelid::regclass, conname),
               format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s NOT VALID', conrelid::regclass, conname,
                      pg_get_constraintdef(oid))
          FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tables)s::regclass[])
        UNION ALL
        SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
          FROM pg_index
         WHERE indrelid = ANY(%(tables)s::regclass[]) AND NOT indisprimary
           AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
        """,
        {"tables": list(tables)},
    )
    for_now, again = zip(*cr.fetchall(), strict=True)
    for statement in for_now:
        cr.execute(statement)
    yield
    cr.execute("SET LOCAL maintenance_work_mem = '1GB'")
    for statement in again:
        cr.execute(statement)


def fill():
    """Customers of whom some buy very often and many never; the dates go back four years."""
    cr.execute("SET LOCAL synchronous_commit = off")
    categories = env["product.category"].create([{"name": f"Category {number}"} for number in range(CATEGORIES)])
    products = env["product.product"].create(
        [
            {
                "name": f"Book {number}",
                "type": "service",
                "taxes_id": False,
                "categ_id": categories[number % CATEGORIES].id,
            }
            for number in range(200)
        ]
    )
    partner = env["res.partner"].create(
        {"name": "Customer", "ref": REF, "is_customer_club": True, "phone": "+989120000000", "city": "Tehran"}
    )
    order = env["sale.order"].create(
        {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": products[0].id, "price_unit": 1000.0})]}
    )
    order.action_confirm()
    env.flush_all()
    first = partner.id
    cities = "(ARRAY[" + ", ".join(f"'{city}'" for city in CITIES) + "])[1 + i % 10]"
    number = "(9120000000 + i::bigint * 7919 % 79999999)"
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'res_partner'")
    known = {name for (name,) in cr.fetchall()}
    name = "'Customer ' || substr(md5(i::text), 1, 8) || ' ' || i"
    changes = {
        "name": name,
        "complete_name": name,
        "commercial_partner_id": "new_id",
        "city": cities,
        "phone": f"'+98' || {number}",
        "phone_sanitized": f"'+98' || {number}",
        "date_added": "now() at time zone 'utc' - i % 1400 * interval '1 day'",
        "email": "'c' || i || '@example.com'",
        "email_normalized": "'c' || i || '@example.com'",
        "search_text": f"lower({name}) || ' 98' || {number}",
    }
    with loading("res_partner"):
        copy_rows(partner.id, "res_partner", CUSTOMERS, {key: value for key, value in changes.items() if key in known})
    with loading("sale_order", "sale_order_line"):
        add_orders(order, products, first, ORDERS)
    for table in ("res_partner", "sale_order", "sale_order_line"):
        cr.execute(f"ANALYZE {table}")
    cr.commit()
    return products, categories, order, first


def add_orders(order, products, first, count, days=1460):
    """Orders for buyers of whom a tenth buy half of all."""
    cr.execute("SELECT COALESCE(MAX(id), 0) FROM sale_order")
    [last] = cr.fetchone()
    buyer = f"{first} + 1 + (power((i * 7919::bigint % 999983) / 999983.0, 2.2) * {int(CUSTOMERS * 0.8) - 1})::int"
    copy_rows(
        order.id,
        "sale_order",
        count,
        {
            "name": "'B' || new_id",
            "partner_id": buyer,
            "date_order": f"now() at time zone 'utc' - (i * 104729::bigint % {days}) * interval '1 day'",
            "amount_total": "100 + i % 5000",
            "amount_untaxed": "100 + i % 5000",
            "access_token": "NULL",
        },
    )
    ids = products.ids
    copy_rows(
        order.order_line.id,
        "sale_order_line",
        count * LINES_AN_ORDER,
        {
            "order_id": f"{last} + 1 + (i - 1) / {LINES_AN_ORDER}",
            "product_id": f"(ARRAY{ids})[1 + (i * 31 + i / 7) % {len(ids)}]",
            "price_total": "25 + i % 1250",
            "order_partner_id": "NULL",
        },
    )
    return last


def timed(run, repeat=1):
    """Seconds of the best run, and what came of it."""
    best, found = None, None
    for _number in range(repeat):
        env.invalidate_all()
        begin = time.perf_counter()
        found = run()
        cr.commit()
        spent = time.perf_counter() - begin
        best = spent if best is None else min(best, spent)
    return best, found


def sql(text):
    def run():
        cr.execute(text)
        return cr.fetchall()[0][0]

    return run


def row(name, ours, naive=None, bare=None, factor=1, goal="", repeat=1):
    """Measure a line of the table and print it at once."""
    spent, found = timed(ours, repeat)
    cells = [f"{spent:,.3f} s ({found if isinstance(found, str) else f'{found or 0:,}'})"]
    for run, times in ((None if OURS else naive, factor), (bare, 1)):
        if run is None:
            cells.append("")
        else:
            slow, _found = timed(run)
            cells.append(f"{slow * times:,.2f} s" + (f" (x{times:,.0f})" if times != 1 else ""))
    rows.append((name, *cells, goal))
    print(f"{name:<44}{cells[0]:>30}{cells[1]:>24}{cells[2]:>14}  {goal}", flush=True)


def naive_metrics(partners):
    """As one would write it: a search for each customer."""

    def run():
        for partner in partners:
            orders = env["sale.order"].search([("partner_id", "=", partner.id), ("state", "=", "sale")])
            sum(orders.mapped("amount_total"))
            min(orders.mapped("date_order"), default=None)
        return len(partners)

    return run


def rebuild(Metric):
    """The job with commits between its parts, as the scheduler runs it."""

    def run():
        while True:
            Metric._rebuild()
            if env["ir.config_parameter"].sudo().get_param("crm_segments.metrics_rebuilt_to", "0") == "0":
                return f"{Metric.search_count([]):,}"

    return run


def fifty_segments(categories):
    """Definitions of the kinds that shops use, each a little different."""

    def one(number):
        return [
            {"kind": "field", "params": {"domain": f"[('city', '=', '{CITIES[number % 10]}')]"}},
            {"kind": "lifecycle", "params": {"stages": [("new", "repeat", "loyal", "at_risk", "lost")[number % 5]]}},
            {"kind": "rfm", "params": {"names": [("champion", "loyal", "hibernating", "leaving")[number % 4]]}},
            {"kind": "figure", "params": {"figure": "spent", "operator": "min", "value": 1000 * (number + 1)}},
            {"kind": "figure", "params": {"figure": "last_order_on", "operator": "min", "value": 10 * number}},
            {"kind": "spent", "params": {"has": "bought", "days": 5 + number, "min_count": 1}},
            {"kind": "bought", "params": {"categories": [categories[number].id], "days": 10 + number}},
        ][number % 7]

    return [
        {
            "name": f"Segment {number}",
            "definition": {
                "operator": "all",
                "children": [one(number), {"kind": "field", "params": {"domain": "[('phone', '!=', False)]"}}],
            },
        }
        for number in range(50)
    ]


def segments_part(categories):
    Segment = env["club.segment"]
    segments = Segment.search([("name", "=like", "Segment %")])

    def build():
        nonlocal segments
        for values in fifty_segments(categories):
            segments += Segment.create(values)
            cr.commit()
        return sum(segments.mapped("member_count"))

    tag = env["res.partner.category"].create({"name": "Naive"})

    def naive():
        tag.partner_ids = env["res.partner"].search([("city", "=", "Tehran"), ("is_customer_club", "=", True)])
        env.flush_all()

    scan = sql("SELECT COUNT(*) FROM res_partner WHERE city IS NOT NULL")
    if not segments:
        row("50 segments built", build, naive, scan, factor=50)

    def difference():
        for segment in segments:
            segment._refresh()
            cr.commit()
        return len(segments)

    row("50 segments, full difference", difference, naive, scan, factor=50, goal="40 s")
    slowest = ", ".join(f"{one.name[8:]}: {one.refresh_ms / 1000:.1f}" for one in segments.sorted("refresh_ms")[-7:])
    print(f"    the slowest of them, in seconds: {slowest}")


def touched_part(order, products, first):
    Touch = env["club.customer.touch"]
    Touch._process()

    def work():
        total = 0
        while done := Touch._process():
            cr.commit()
            total += done
        return total

    def touch(count):
        cr.execute(
            "SELECT id FROM res_partner WHERE ref = %s AND id > %s ORDER BY md5(id::text) LIMIT %s", [REF, first, count]
        )
        Touch._mark([key for (key,) in cr.fetchall()], "purchase")
        cr.commit()

    work()
    touch(min(500, CUSTOMERS))
    sample = env["res.partner"].search([("ref", "=", REF)], limit=100)
    row("500 touched through all segments", work, naive_metrics(sample), None, factor=5, goal="3 s")
    begin = add_orders(order, products, first, ORDERS // 100, days=3)
    cr.execute("SELECT DISTINCT partner_id FROM sale_order WHERE id > %s", [begin])
    buyers = [key for (key,) in cr.fetchall()]
    cr.commit()
    Metric = env["club.customer.metric"]

    def refresh():
        Metric._recompute(buyers)  # the job takes as many at once
        cr.commit()
        return len(buyers)

    row("figures after 1 % new orders", refresh, naive_metrics(sample), None, factor=len(buyers) / 100, goal="5 s")
    Touch._mark(buyers, "purchase")
    cr.commit()
    row("the same through all segments", work)


def screens_part(categories):
    Partner = env["res.partner"]
    Segment = env["club.segment"]
    customers = [("is_customer_club", "=", True)]

    def listed(domain, order=None):
        def run():
            found = Partner.search(domain, order=order or "date_added desc, id desc", limit=80)
            found.read(["complete_name", "phone", "email"])
            return len(found)

        return run

    for name, definition in (("city", fifty_segments(categories)[0]), ("spent", fifty_segments(categories)[5])):
        tree = definition["definition"]
        row(f"live estimate: {name}", lambda tree=tree: Segment.preview_estimate(tree)["count"], goal="1 s", repeat=2)
        row(f"live count: {name}", lambda tree=tree: Segment.preview(tree)["count"], goal="1 s", repeat=2)
    row("list page", listed(customers), None, sql("SELECT COUNT(*) FROM res_partner"), goal="0.2 s", repeat=3)
    row("list page of a stage", listed([*customers, ("lifecycle_stage", "=", "loyal")]), goal="0.2 s", repeat=3)
    row("list page by spent (customers)", listed(customers, "club_spent desc"), repeat=3)
    Metric = env["club.customer.metric"]
    row(
        "list page by spent (figures)",
        lambda: len(Metric.search([("company_id", "=", company.id)], limit=80).read(["spent", "lifecycle_stage"])),
        goal="0.2 s",
        repeat=3,
    )
    for name, text in (("phone", "9120791"), ("name", "c4ca42")):
        native = listed([("phone", "ilike", text)]) if name == "phone" else listed([("complete_name", "ilike", text)])
        row(f"search by {name}", listed([*customers, ("club_search", "ilike", text)]), native, goal="0.2 s", repeat=3)
    row("funnel", lambda: Metric.funnel()["total"], goal="", repeat=3)
    Tags = env["res.partner.category"]
    tag_by_hand(Tags)
    row(
        "tag cloud",
        lambda: len(Tags.tag_cloud()),
        None,
        sql("SELECT COUNT(*) FROM res_partner_res_partner_category_rel"),
        repeat=3,
    )


def tag_by_hand(Tags):
    """Every customer has two of 40 tags, as a shop has them that keeps tags by hand."""
    if not Tags.search([("name", "=like", "Hand %")], limit=1):
        tags = Tags.create([{"name": f"Hand {number}"} for number in range(40)])
        cr.execute(
            """
            INSERT INTO res_partner_res_partner_category_rel (partner_id, category_id)
            SELECT id, (%(tags)s)[1 + (id * step %% 997) %% 40] FROM res_partner, unnest(ARRAY[7, 13]) step
             WHERE ref = %(ref)s
            ON CONFLICT DO NOTHING
            """,
            {"tags": tags.ids, "ref": REF},
        )
        cr.commit()
        cr.execute("ANALYZE res_partner_res_partner_category_rel")


def figures_part():
    Metric = env["club.customer.metric"]
    sample = env["res.partner"].search([("ref", "=", REF)], limit=100)
    scan = sql("SELECT SUM(price_total) FROM sale_order_line")
    goal = "150 s (60 + 90)"
    if not Metric.search_count([], limit=1):
        row("figures, RFM, favourites: built", rebuild(Metric), naive_metrics(sample), scan, CUSTOMERS / 100, goal)
    row("the same, nothing changed", rebuild(Metric), None, scan, goal=goal)


def tags_part(categories):
    rules = env["club.tag.rule"]
    tags = env["res.partner.category"].create([{"name": f"Tag {number}"} for number in range(10)])

    def tag():
        for number, one in enumerate(tags):
            rules.create(
                {"tag_id": one.id, "category_ids": categories[number * 5 : number * 5 + 5].ids, "min_share": 15}
            )
            cr.commit()
        cr.execute("SELECT COUNT(*) FROM club_tag_given")
        return cr.fetchone()[0]

    if not rules.search([("category_ids", "in", categories.ids)]):
        row("10 rules for tags applied", tag)


def main():
    begin = time.perf_counter()
    products, categories, order, first = filled() or fill()
    print(f"\n{CUSTOMERS:,} customers, {ORDERS:,} orders, {ORDERS * LINES_AN_ORDER:,} lines, made in "
          f"{time.perf_counter() - begin:.0f} s")  # fmt: skip
    print(f"{'':<44}{'ours':>30}{'ORM, naive':>24}{'bare scan':>14}  goal")
    parts = {
        "figures": figures_part,
        "tags": lambda: tags_part(categories),
        "segments": lambda: segments_part(categories),
        "touched": lambda: touched_part(order, products, first),
        "screens": lambda: screens_part(categories),
    }
    for name, part in parts.items():
        if name in PARTS:
            part()


main()
