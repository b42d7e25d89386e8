"""Guessing at an inquiry form of a real server: what it brings, and how soon it ends (F10, X2)."""

import re
import statistics
import time
from types import SimpleNamespace

import pytest
import requests

from tests.fixtures.database import query

TOKEN = re.compile(r'name="token" value="([^"]+)"')
MISSES = 40


@pytest.fixture(scope="module")
def inquiry(server):
    """A warranty of one serial, asked by serial and the end of the phone number."""
    admin = server.user("admin")
    for name in ("minute", "hour", "day"):
        admin("ir.config_parameter", "set_param", [f"loyalty_forms.limit_per_{name}", "1000000"])
    admin("ir.config_parameter", "set_param", ["loyalty_forms.min_seconds", "0"])
    texts = [
        {"kind": "text", "label": "Serial", "alias": "serial"},
        {"kind": "phone", "label": "Mobile", "alias": "mobile"},
    ]
    source = admin("loyalty.form", "create", [{"name": "Warranty", "field_ids": [(0, 0, field) for field in texts]}])
    keys = fields_of(admin, source)
    answers = {keys["serial"]["key"]: "GX-100200", keys["mobile"]["key"]: "+989121234567"}
    admin("loyalty.form.entry", "create", [{"form_id": source, "answers": answers}])
    asked = [
        {"kind": "text", "label": "Serial", "alias": "no", "lookup_field_id": keys["serial"]["id"]},
        {
            "kind": "text",
            "label": "End",
            "alias": "end",
            "lookup_field_id": keys["mobile"]["id"],
            "lookup_match": "ends",
        },
    ]
    values = {"name": "Check", "slug": "guess", "captcha": "none", "is_published": True, "source_id": source}
    values |= {"miss_limit": MISSES, "key_limit": 1000, "shown_field_ids": [(6, 0, [keys["serial"]["id"]])]}
    made = admin("loyalty.form.inquiry", "create", [{**values, "field_ids": [(0, 0, field) for field in asked]}])
    page = admin("loyalty.form.inquiry", "read", [[made], ["page_id"]])[0]["page_id"][0]
    names = {alias: row["key"] for alias, row in fields_of(admin, page).items()}
    return SimpleNamespace(id=made, url=f"{server.url}/f/guess", **names)


def fields_of(admin, form):
    rows = admin("loyalty.form.field", "search_read", [[["form_id", "=", form]]], {"fields": ["alias", "key"]})
    return {row["alias"]: row for row in rows}


def ask(inquiry, serial, end):
    """One question of a visitor.

    :return: (seconds that the question took, status and text of the answer)
    """
    token = TOKEN.search(requests.get(inquiry.url, timeout=60).text)[1]
    begin = time.perf_counter()
    data = {"token": token, inquiry.no: serial, inquiry.end: end}
    answer = requests.post(inquiry.url, data, allow_redirects=False, timeout=60)
    spent = time.perf_counter() - begin
    assert answer.status_code == 303, answer.text[-500:]
    page = requests.get(requests.compat.urljoin(inquiry.url, answer.headers["Location"]), timeout=60)
    shown = re.search(r"o_loyalty_inquiry_answer[^>]*>(.*?)</div>", page.text, re.S)[1]
    return spent, page.status_code, shown.strip()


def test_a_right_serial_beside_a_wrong_number_is_like_a_wrong_serial(inquiry):
    ask(inquiry, "warm", "0000")
    near, far, answers = [], [], set()
    for number in range(12):
        for times, serial in ((near, "GX100200"), (far, f"GX10020{number + 1}")):
            spent, status, shown = ask(inquiry, serial, "0000")
            times.append(spent)
            answers.add((status, shown))
    assert len(answers) == 1, "one cannot tell which part was right"
    assert 0.6 < statistics.median(near) / statistics.median(far) < 1.6, (near, far)
    assert ask(inquiry, "gx 100200", "4567")[2] not in {shown for _status, shown in answers}


def test_guessing_ends(inquiry, database):
    statuses = [ask(inquiry, f"nope{number}", "1234")[1] for number in range(MISSES + 3 - 25)]
    assert statuses[-1] == 429 and statuses.count(200) <= MISSES - 25
    assert ask(inquiry, "GX100200", "4567")[1] == 429, "also when it would be right"
    logged = query(database, "SELECT count(*) FROM loyalty_form_inquiry_log WHERE inquiry_id = %s", [inquiry.id])
    assert logged[0][0] == len(statuses) + 24 + 1 + 1 + 1, "each question is in the list"
