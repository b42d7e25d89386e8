"""The same mobile in several tabs at the same moment, on two workers beside the job that registers: one customer and
one member, and what he had confirmed stays (F12)."""

import re
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import requests
from lxml import html

from tests.fixtures.database import query
from tests.fixtures.server import OdooServer
from tests.fixtures.waiting import wait_until

ROUNDS, TABS = 3, 3
DIGITS = re.compile(r"\d{4,8}")


@pytest.fixture(scope="module")
def busy(database):
    with OdooServer(database, crons=1, options=("--workers=2",)) as running:
        yield running


@pytest.fixture(scope="module")
def shop(busy):
    """A club with two registration forms, of which one has the mobile proved by a code, and a customer of old."""
    admin = busy.user("admin")
    for name, value in (("min_seconds", "0"), ("limit_per_minute", "100000"), ("limit_per_hour", "100000")):
        admin("ir.config_parameter", "set_param", [f"loyalty_forms.{name}", value])
    known = {"name": "Known", "phone": mobile(0), "email": "known@example.com", "is_customer_club": True}
    admin("res.partner", "create", [known])
    club = admin("loyalty.club", "create", [{"name": "Tabs"}])
    asked = [
        {"kind": "text", "label": "Name", "alias": "name", "maps_to": "name", "required": True},
        {"kind": "phone", "label": "Mobile", "alias": "mobile", "maps_to": "phone", "required": True},
        {"kind": "email", "label": "E-mail", "alias": "email", "maps_to": "email"},
    ]
    forms = []
    for slug, verify in (("tabs-plain", False), ("tabs-code", True)):
        values = {"purpose": "registration", "captcha": "none", "is_published": True, "needs_approval": False}
        values |= {"name": slug, "slug": slug, "verify_mobile": verify, "club_id": club}
        form = admin("loyalty.form", "create", [{**values, "field_ids": [(0, 0, field) for field in asked]}])
        rows = admin("loyalty.form.field", "search_read", [[["form_id", "=", form]]], {"fields": ["alias", "key"]})
        forms.append(SimpleNamespace(url=f"{busy.url}/f/{slug}", **{row["alias"]: row["key"] for row in rows}))
    return SimpleNamespace(club=club, plain=forms[0], by_code=forms[1])


def mobile(number):
    return f"+98935{6000000 + number}"


def hidden(page):
    """The hidden controls of the form on a page."""
    [form] = html.fromstring(page.text).xpath("//form[.//input[@name='token']]")
    return {control.get("name"): control.get("value") for control in form.xpath(".//input[@type='hidden']")}


def opened(form, number, **typed):
    """What a tab sends that was opened and filled in."""
    data = {form.name: "Tab", form.mobile: number, form.email: "mallory@example.com", **typed}
    return {**hidden(requests.get(form.url, timeout=60)), **data}


def code_page(form, number, database):
    """What a tab sends whose owner has his code."""
    page = requests.post(form.url, opened(form, number), timeout=60)
    [(text,)] = query(database, "SELECT body FROM sms_sms WHERE number = %s ORDER BY id DESC LIMIT 1", [number])
    return {**hidden(page), "code": DIGITS.search(text)[0]}


def send_at_once(tabs):
    with ThreadPoolExecutor(len(tabs)) as pool:
        return list(pool.map(lambda tab: requests.post(tab[0].url, tab[1], timeout=60).status_code, tabs))


def registered(database):
    wait_until(
        lambda: query(database, "SELECT count(*) FROM loyalty_form_entry WHERE to_register") == [(0,)],
        "the job that registers",
        seconds=60,
    )


def people(database, club, number):
    """How many customers and members have this number."""
    return query(
        database,
        """SELECT count(DISTINCT p.id), count(m.id) FROM res_partner p
             LEFT JOIN loyalty_club_member m ON m.partner_id = p.id AND m.club_id = %s
            WHERE p.phone_sanitized = %s""",
        [club, number],
    )


@pytest.mark.parametrize("number", range(1, ROUNDS + 1))
def test_one_customer_and_one_member(shop, database, number):
    number = mobile(number)
    proved = code_page(shop.by_code, number, database)
    tabs = [(shop.plain, opened(shop.plain, number)) for _tab in range(TABS)]
    statuses = send_at_once([(shop.by_code, proved), *tabs, (shop.by_code, proved)])
    assert set(statuses) <= {200, 422}, "a code is used once, and the same page is one entry"
    registered(database)
    assert people(database, shop.club, number) == [(1, 1)]
    entries = query(
        database,
        "SELECT count(*), count(DISTINCT partner_id), count(*) FILTER (WHERE mobile_proved) FROM loyalty_form_entry "
        "WHERE phone = %s",
        [number],
    )
    assert entries == [(TABS + 1, 1, 1)]


def test_what_the_owner_has_confirmed_stays(shop, database):
    proved = code_page(shop.by_code, mobile(0), database)
    send_at_once([(shop.plain, opened(shop.plain, mobile(0))), (shop.by_code, proved)])
    registered(database)
    kept = query(database, "SELECT name, email FROM res_partner WHERE phone_sanitized = %s", [mobile(0)])
    assert kept == [("Known", "known@example.com")]
    assert people(database, shop.club, mobile(0)) == [(1, 1)]
