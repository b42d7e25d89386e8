"""Finding out by a registration form whether a number is a customer's (F12, S10, X2): a known one and an unknown one
are answered in the same words, in the same time, and not often."""

import re
import statistics
import time
from types import SimpleNamespace

import pytest
import requests

from tests.fixtures.database import query

TOKEN = re.compile(r'name="token" value="([^"]+)"')
ROUNDS = 12


@pytest.fixture(scope="module")
def shop(server):
    """Customers whose numbers end in an even digit, and two registration forms, of which one sends a code."""
    admin = server.user("admin")
    for name, value in (("min_seconds", "0"), ("limit_per_minute", "100000"), ("limit_per_hour", "100000")):
        admin("ir.config_parameter", "set_param", [f"loyalty_forms.{name}", value])
    known = [{"name": f"Known {number}", "phone": mobile(2 * number)} for number in range(ROUNDS + 10)]
    admin("res.partner", "create", [[{**values, "is_customer_club": True} for values in known]])
    asked = [
        {"kind": "text", "label": "Name", "alias": "name", "maps_to": "name", "required": True},
        {"kind": "phone", "label": "Mobile", "alias": "mobile", "maps_to": "phone", "required": True},
    ]
    values = {"purpose": "registration", "captcha": "none", "is_published": True, "needs_approval": False}
    forms = []
    for slug, verify in (("join", False), ("join-by-code", True)):
        fields = [(0, 0, field) for field in asked]
        made = {**values, "name": "Join", "slug": slug, "verify_mobile": verify, "field_ids": fields}
        form = admin("loyalty.form", "create", [made])
        rows = admin("loyalty.form.field", "search_read", [[["form_id", "=", form]]], {"fields": ["alias", "key"]})
        forms.append(SimpleNamespace(url=f"{server.url}/f/{slug}", **{row["alias"]: row["key"] for row in rows}))
    return SimpleNamespace(admin=admin, plain=forms[0], by_code=forms[1])


def mobile(number):
    return f"+98912{7000000 + number}"


def register(form, number):
    """One try.

    :return: (seconds that it took, status, text of the page that it led to without what was typed)
    """
    token = TOKEN.search(requests.get(form.url, timeout=60).text)[1]
    begin = time.perf_counter()
    data = {"token": token, form.name: "Sara", form.mobile: mobile(number)}
    answer = requests.post(form.url, data, allow_redirects=False, timeout=60)
    spent = time.perf_counter() - begin
    page, status = answer, answer.status_code
    if status == 303:
        page = requests.get(requests.compat.urljoin(form.url, answer.headers["Location"]), timeout=60)
    text = page.text.partition('id="wrap"')[2].replace(mobile(number), "N")
    return spent, status, re.sub(r'value="[^"]*"|\?t=[^"&]+', "", text)


def compare(form, first):
    """Try known and unknown numbers in turn.

    :return: (answers, median time of the known ones / of the unknown ones)
    """
    for number in (900, 901):
        register(form, number)
    times, answers = ([], []), set()
    for number in range(first, first + 2 * ROUNDS):
        spent, *answer = register(form, number)
        times[number % 2].append(spent)
        answers.add(tuple(answer))
    return answers, statistics.median(times[0]) / statistics.median(times[1])


def test_a_registration_tells_nothing(shop, database):
    answers, ratio = compare(shop.plain, 0)
    assert len(answers) == 1, "one cannot read who is known"
    assert {status for status, _text in answers} == {303}
    assert 0.7 < ratio < 1.4, f"one cannot measure it either: {ratio:.2f}"
    people = "SELECT count(*) FROM res_partner WHERE name = 'Sara'"
    assert query(database, people) == [(0,)], "nobody was looked for before the answer"
    [job] = shop.admin("ir.cron", "search", [[["cron_name", "=", "Forms: registrations that wait"]]])
    shop.admin("ir.cron", "method_direct_trigger", [[job]])
    saved = query(database, people)
    assert saved == [(ROUNDS + 2,)], "those who were unknown, and the two that came first, are customers now"


def test_a_code_tells_nothing(shop):
    answers, times, statuses = set(), ([], []), []
    for number in range(2 * ROUNDS):
        spent, status, text = register(shop.by_code, number)
        statuses.append(status)
        if status == 200:
            times[number % 2].append(spent)
            answers.add(text)
    assert len(answers) == 1, "the page that asks for the code is the same for all"
    ratio = statistics.median(times[0]) / statistics.median(times[1])
    assert 0.7 < ratio < 1.4, f"and comes as soon: {ratio:.2f}"
    assert statuses == [200] * 20 + [429] * (2 * ROUNDS - 20), "twenty codes from one address, then none for anyone"


def test_registrations_of_one_address_are_counted(shop, database):
    query(database, "DELETE FROM loyalty_form_hit")
    shop.admin("ir.config_parameter", "set_param", ["loyalty_forms.limit_per_minute", "4"])
    statuses = [register(shop.plain, number)[1] for number in range(200, 206)]
    assert statuses == [303] * 4 + [429] * 2
