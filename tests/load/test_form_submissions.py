"""Thirty submissions a second to a public form, on a real server with two workers: none is lost, none is doubled, and
95 % are answered in less than a second (F3, F6)."""

import os
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fixtures.database import query
from tests.fixtures.server import OdooServer

RATE = 30
SECONDS = int(os.environ.get("CLUB_LOAD_SECONDS", "20"))
READERS = 8
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture(scope="module")
def busy_server(database):
    with OdooServer(database, options=("--workers=2",)) as running:
        yield running


@pytest.fixture(scope="module")
def form(busy_server):
    admin = busy_server.user("admin")
    for name in ("minute", "hour", "day"):
        admin("ir.config_parameter", "set_param", [f"loyalty_forms.limit_per_{name}", "1000000"])
    admin("ir.config_parameter", "set_param", ["loyalty_forms.min_seconds", "0"])
    fields = [
        {"kind": "text", "label": "Number", "alias": "number", "required": True},
        {"kind": "phone", "label": "Mobile", "alias": "mobile"},
        {"kind": "rating", "label": "Stars", "alias": "stars"},
        {"kind": "paragraph", "label": "Opinion", "alias": "opinion"},
    ]
    values = {"name": "Load", "slug": "load", "captcha": "none", "is_published": True}
    form_id = admin("loyalty.form", "create", [{**values, "field_ids": [(0, 0, field) for field in fields]}])
    rows = admin("loyalty.form.field", "search_read", [[["form_id", "=", form_id]]], {"fields": ["alias", "key"]})
    return form_id, {row["alias"]: row["key"] for row in rows}


def test_thirty_submissions_a_second_and_none_lost(busy_server, database, form):
    form_id, keys = form
    url = f"{busy_server.url}/f/load"
    count = RATE * SECONDS
    with ThreadPoolExecutor(READERS) as pool:  # also warms up both workers
        tokens = list(pool.map(lambda _number: TOKEN.search(requests.get(url, timeout=60).text)[1], range(count)))
    waits, failed, lock = [], [], threading.Lock()

    def send(number, due):
        time.sleep(max(0, due - time.monotonic()))
        begin = time.monotonic()
        data = {"token": tokens[number], keys["number"]: f"n{number}", keys["mobile"]: f"+98912{number:07}"}
        data |= {keys["stars"]: str(1 + number % 5), keys["opinion"]: "خوب بود " * 20}
        answer = requests.post(url, data, allow_redirects=False, timeout=60)
        with lock:
            waits.append(time.monotonic() - begin)
            if answer.status_code != 303:
                failed.append((number, answer.status_code))

    begin = time.monotonic() + 2
    # Each sender has a thread of its own: one that the server keeps waiting delays no other, so each is timed from when
    # it really sends, and what this process itself was late counts for nothing.
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(lambda number: send(number, begin + number / RATE), range(count)))
    spent = time.monotonic() - begin
    waits.sort()
    half, most = waits[len(waits) // 2], waits[int(0.95 * len(waits))]
    times = f"median {half * 1000:.0f} ms, 95 % {most * 1000:.0f} ms"
    print(f"\n{count} submissions in {spent:.1f} s ({count / spent:.0f}/s), {times}")
    assert not failed
    saved = query(
        database,
        "SELECT count(*), count(DISTINCT answers ->> %s) FROM loyalty_form_entry WHERE form_id = %s",
        [keys["number"], form_id],
    )
    assert saved == [(count, count)]
    assert most < 1, f"95 % within {most:.2f} s"
