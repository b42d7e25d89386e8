"""Excel in and out (C19, C20): lists of customers read, matched and taken in, and written.

    make benchmark NAME=excel SIZE=0.1

SIZE 1 is a sheet of 100,000 rows, of which half are of customers that the shop knows, and a list of 1,000,000 customers
by 10 columns. Odoo's own import knows nobody and makes everybody anew; it is timed on a part and scaled. Odoo's own
export is timed on a part, its memory is not scaled. The bare limit of the way in is COPY of the same columns, that of
the way out is the same library writing constants.
"""

import base64
import io
import os
import re
import tempfile
import time
from pathlib import Path

import openpyxl

from odoo.tools import SQL

from odoo.addons.crm_segments.tools.excel import write_book

SIZE = float(os.environ.get("SIZE", "0.01"))
ROWS = int(100_000 * SIZE)
CUSTOMERS = int(1_000_000 * SIZE)
PART = min(ROWS, 2000)
HEAD = ["name", "mobile", "email", "city", "birthday", "code"]
COLUMNS = (
    "complete_name email phone customer_group_id customer_status_id city birthday date_added is_company ref".split()
)

cr = env.cr  # noqa: F821 (the shell gives env)


def memory(name):
    """What this process uses (`VmRSS`) or has used at the most since `forget_peak` (`VmHWM`), in MB; see proc(5)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024


def forget_peak():
    """Let the kernel measure the peak anew, so that an earlier and hungrier step does not hide a later one."""
    Path("/proc/self/clear_refs").write_text("5")


def timed(label, call, scale=1):
    cr.commit()
    forget_peak()
    before, started = memory("VmRSS"), time.monotonic()
    result = call()
    cr.commit()
    seconds = time.monotonic() - started
    more = memory("VmHWM") - before
    note = f"   (timed on a part, times {scale:g})" if scale != 1 else ""
    print(f"{label:<58}{seconds * scale:>10.1f} s{more:>10.0f} MB more{note}", flush=True)
    return result


def fill(count):
    """Customers whom the shop knows already, by one statement."""
    env["res.partner"].create({"name": "Model", "is_customer_club": True, "ref": "bench-0"})  # noqa: F821
    env.flush_all()  # noqa: F821
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'res_partner'")
    own = {
        "id": "nextval('res_partner_id_seq')",
        "name": "'Customer ' || n",
        "complete_name": "'Customer ' || n",
        "ref": "'bench-' || n",
        "phone": "'+98912' || lpad(n::text, 7, '0')",
        "phone_sanitized": "'+98912' || lpad(n::text, 7, '0')",
        "email": "'c' || n || '@example.com'",
        "email_normalized": "'c' || n || '@example.com'",
        "birthday": "date '1970-01-01' + (n %% 10000)",
        "city": "'Tehran'",
        "partner_share": "true",
    }
    names = [name for (name,) in cr.fetchall()]
    columns = SQL(", ").join(map(SQL.identifier, names))
    values = SQL(", ").join(SQL(own[name]) if name in own else SQL.identifier("p", name) for name in names)
    cr.execute(
        SQL(
            """INSERT INTO res_partner (%s) SELECT %s
                 FROM res_partner p, generate_series(1, %s) n WHERE p.ref = 'bench-0'""",
            columns,
            values,
            count,
        )
    )
    cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE ref LIKE 'bench-%'")
    cr.commit()
    cr.execute("ANALYZE res_partner")
    env.invalidate_all()  # noqa: F821


def sheet():
    """Every second row is of somebody known, whose city is new."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(HEAD)
    for n in range(ROWS):
        known = n % 2 == 0
        number = n // 2 + 1 if known else 5_000_000 + n
        page.append(
            [
                f"Customer {number}",
                f"0912{number:07}",
                f"c{number}@example.com",
                f"City {n * 7919 % 500}",
                f"{1330 + n * 31 % 60}/{n * 17 % 12 + 1:02}/{n * 13 % 29 + 1:02}",
                f"bench-{number}",
            ]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def native_rows():
    return [
        [
            f"Native {n}",
            f"+98913{n:07}",
            f"n{n}@example.com",
            f"City {n * 7919 % 500}",
            f"{1951 + n * 31 % 60}-{n * 17 % 12 + 1:02}-{n * 13 % 28 + 1:02}",
            f"native-{n}",
        ]
        for n in range(PART)
    ]


def native_import():
    fields = ["name", "phone", "email", "city", "birthday", "ref"]
    result = env["res.partner"].load(fields, native_rows())  # noqa: F821
    assert len(result["ids"]) == PART, result["messages"]


def copy():
    cr.execute("CREATE TEMP TABLE bare (name text, phone text, email text, city text, birthday date, ref text)")
    text = "".join("\t".join(row) + "\n" for row in native_rows()) * (ROWS // PART)
    cr.copy_expert("COPY bare FROM STDIN", io.StringIO(text))


def way_in():
    content = sheet()
    record = env["club.import"].create(  # noqa: F821
        {"name": "bench.xlsx", "file": base64.b64encode(content), "on_match": "update"}
    )
    record.action_check()
    commit = lambda _count: cr.commit()  # noqa: E731
    timed(f"ours: {ROWS:,} rows read, checked and matched", lambda: record._work(commit))
    assert (record.ready_count, record.known_count) == (ROWS, ROWS // 2), (record.state, record.ready_count)
    record.action_run()
    timed(f"ours: {ROWS:,} rows taken in, half of them known", lambda: record._work(commit))
    assert record.done_count == ROWS, record._row_counts()
    timed("native: load(), nobody is known to it", native_import, scale=ROWS / PART)
    timed("bare: COPY of the values into a table without indexes", copy)
    record.action_undo()
    timed(f"ours: {ROWS:,} rows undone", lambda: record._work(commit))


def native_export():
    records = env["res.partner"].search([("ref", "=like", "bench-%")], limit=PART * 5)  # noqa: F821
    records.export_data([name if not name.endswith("_id") else f"{name}/name" for name in COLUMNS])
    env.invalidate_all()  # noqa: F821


def way_out():
    model = env["club.export"]  # noqa: F821
    columns = [{"name": name} for name in COLUMNS]
    domain = [("ref", "=like", "bench-%")]
    model._export("res.partner", columns, domain=domain + [("id", "<", 0)]).close()  # what is loaded once
    timed(
        f"ours: {CUSTOMERS:,} rows by 10 columns", lambda: model._export("res.partner", columns, domain=domain).close()
    )
    timed("native: export_data alone, without a file", native_export, scale=CUSTOMERS / (PART * 5))
    row = ["Customer", "c@example.com", "+989121234567", "General", "Active", "Tehran", None, None, "No", "bench"]
    with tempfile.TemporaryFile() as output:
        timed(
            "bare: the library writes constants",
            lambda: write_book(output, "x", COLUMNS, (row for _ in range(CUSTOMERS))),
        )


env.user.group_ids += env.ref("base.group_allow_export")  # noqa: F821
env.company.country_id = env.ref("base.ir")  # noqa: F821
timed(f"{CUSTOMERS:,} customers to start with", lambda: fill(CUSTOMERS))
way_out()  # first, while nothing has grown the memory that it could use again
way_in()
