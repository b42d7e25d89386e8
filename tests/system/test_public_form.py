"""What a hostile world sends to a public form, against a real server (F3, F4, F5, X2).

Each refusal is a clear page in the visitor's language, nothing wrong is saved, and the server answers others meanwhile.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import requests
from lxml import html

from tests.fixtures.database import query

SCRIPT = "<script>alert(1)</script>"
FIELDS = (
    {"kind": "text", "label": "نام", "alias": "name", "required": True, "max_length": 40},
    {"kind": "number", "label": "سن", "alias": "age", "minimum": "12", "maximum": "99"},
    {"kind": "date", "label": "تاریخ", "alias": "day"},
)


@pytest.fixture(scope="module")
def form(server):
    admin = server.user("admin")
    persian = admin("res.lang", "search", [[["code", "=", "fa_IR"]]])[0]
    website = admin("website", "search", [[]], {"limit": 1})
    admin("website", "write", [website, {"language_ids": [(4, persian)], "default_lang_id": persian}])
    values = {
        "name": "Feedback",
        "slug": "hostile",
        "captcha": "none",
        "is_published": True,
        "thank_text": "<p>OK {{name}}</p>",
        "field_ids": [(0, 0, field) for field in FIELDS],
    }
    form = admin("loyalty.form", "create", [values])
    admin("ir.config_parameter", "set_param", ["loyalty_forms.min_seconds", "0"])
    set_limit(server, 100_000)
    keys = admin("loyalty.form.field", "search_read", [[["form_id", "=", form]]], {"fields": ["alias", "key"]})
    return SimpleNamespace(id=form, url=f"{server.url}/fa/f/hostile", **{row["alias"]: row["key"] for row in keys})


def set_limit(server, count):
    """How often one address may send."""
    admin = server.user("admin")
    for name in ("minute", "hour", "day"):
        admin("ir.config_parameter", "set_param", [f"loyalty_forms.limit_per_{name}", str(count)])


def open_page(form):
    """A fresh page's token."""
    page = html.fromstring(requests.get(form.url, timeout=30).text)
    return page.xpath("//input[@name='token']/@value")[0]


def send(form, token=None, **answers):
    """Post answers by alias; other names go as they are."""
    names = {getattr(form, alias, alias): value for alias, value in answers.items()}
    return requests.post(form.url, {"token": token or open_page(form), **names}, timeout=60)


def entries(database, form):
    return query(database, "SELECT count(*) FROM loyalty_form_entry WHERE form_id = %s", [form.id])[0][0]


def last_answers(database, form):
    """What the newest entry of the form holds, by field key."""
    newest = "SELECT answers FROM loyalty_form_entry WHERE form_id = %s ORDER BY id DESC LIMIT 1"
    return query(database, newest, [form.id])[0][0]


def assert_refused(answer, words, status):
    """A page of the site in Persian that says what was wrong, without anything of the server's inside."""
    assert answer.status_code in status, answer.status_code
    page = html.fromstring(answer.text)
    assert page.get("lang").startswith("fa")
    assert "Traceback" not in answer.text
    shown = page.text_content()
    assert any(word in shown for word in words), shown[-1500:]


def test_a_good_entry_is_saved(form, database):
    before = entries(database, form)
    answer = send(form, name="نگار", age="۳۴", day="۱۴۰۵/۰۹/۰۲")
    assert answer.status_code == 200
    assert "OK نگار" in answer.text
    assert entries(database, form) == before + 1
    stored = last_answers(database, form)
    assert stored == {form.name: "نگار", form.age: 34, form.day: "2026-11-23"}


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "x" * 41},
        {"name": "x" * 200_000},
        {"name": ""},
        {"name": "a", "age": "old"},
        {"name": "a", "age": "1e999"},
        {"name": "a", "age": "100"},
        {"name": "a", "day": "1405/13/40"},
        {"name": "a", "day": "' OR 1=1 --"},
    ],
    ids=["long", "huge", "empty", "word", "infinite", "great", "no-day", "sql"],
)
def test_wrong_values_are_named_and_not_saved(form, database, answers):
    before = entries(database, form)
    assert_refused(send(form, **answers), ["لطفاً", "بررسی", "نادرست", "معتبر", "ضروری"], {400, 413, 422})
    assert entries(database, form) == before


def test_characters_that_no_database_takes_are_left_out(form, database):
    assert send(form, name="a\x00b\u202ec").status_code == 200
    stored = last_answers(database, form)
    assert "\x00" not in stored[form.name]


def test_script_tags_come_back_as_text(form, database):
    answer = send(form, name=SCRIPT, age="200")  # the age is wrong, so what was typed is shown again
    assert answer.status_code == 422
    assert SCRIPT not in answer.text
    assert html.fromstring(answer.text).xpath(f"//input[@name='{form.name}']/@value") == [SCRIPT]
    thanks = send(form, name=SCRIPT)
    assert thanks.status_code == 200
    assert SCRIPT not in thanks.text


@pytest.mark.parametrize("token", ["", "AAAA", "x" * 100_000, "../../etc/passwd", "۱۲۳"])
def test_forged_tokens_save_nothing(form, database, token):
    before = entries(database, form)
    answer = requests.post(form.url, {"token": token, form.name: "a"}, timeout=60)
    assert_refused(answer, ["دوباره"], {400, 413})
    assert entries(database, form) == before


def test_the_same_page_sent_twice_is_one_entry(form, database):
    before = entries(database, form)
    token = open_page(form)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _number: send(form, token, name="twice"), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert entries(database, form) == before + 1


def test_ten_megabytes_are_refused_at_once(form, database):
    before = entries(database, form)
    started = time.monotonic()
    answer = send(form, name="x" * 10_000_000)
    assert_refused(answer, ["بزرگ", "حجم"], {413})
    assert time.monotonic() - started < 20
    assert entries(database, form) == before


def test_fields_that_the_form_does_not_have_are_ignored(form, database):
    assert send(form, name="mass", state="done", partner_id="1", form_id="1", company_id="99").status_code == 200
    row = query(
        database,
        "SELECT state, partner_id, form_id FROM loyalty_form_entry WHERE form_id = %s ORDER BY id DESC LIMIT 1",
        [form.id],
    )
    assert row == [("new", None, form.id)]


def test_a_flood_from_one_address_is_told_to_wait_while_pages_are_served(form, server, database):
    query(database, "DELETE FROM loyalty_form_hit")
    set_limit(server, 5)
    before = entries(database, form)
    tokens = [open_page(form) for _number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        flood = [pool.submit(send, form, token, name=f"flood {number}") for number, token in enumerate(tokens)]
        waits = []
        for _number in range(10):
            started = time.monotonic()
            assert requests.get(form.url, timeout=30).status_code == 200
            waits.append(time.monotonic() - started)
        answers = [job.result() for job in flood]
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) == entries(database, form) - before == 5
    assert statuses.count(429) == 35
    assert_refused(next(answer for answer in answers if answer.status_code == 429), ["صبر کنید"], {429})
    assert max(waits) < 10, waits
    assert requests.get(f"{server.url}/web/health", timeout=10).status_code == 200
