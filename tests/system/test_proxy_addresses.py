"""From where a customer came, on real servers: without `proxy_mode` no header is believed; with it only what the proxy
itself has added, never what the visitor wrote in front of it (C5)."""

import pytest
import requests
from lxml import html

from tests.fixtures.database import query
from tests.fixtures.server import OdooServer

FORGED = "198.51.100.66"
VISITOR = "203.0.113.7"


@pytest.fixture(scope="module")
def customer(server):
    """A customer who signs in on the portal."""
    admin = server.user("admin")
    partner = admin("res.partner", "create", [{"name": "Sara", "is_customer_club": True, "email": "sara@example.com"}])
    portal = [
        ["module", "=", "base"],
        ["name", "=", "group_portal"],
    ]
    [group] = admin("ir.model.data", "search_read", [portal], {"fields": ["res_id"]})
    values = {
        "login": "sara",
        "password": "sara-secret",
        "partner_id": partner,
        "group_ids": [(6, 0, [group["res_id"]])],
    }
    admin("res.users", "create", [values])
    return partner


def sign_in(server, headers):
    """As a browser does, with more headers than a browser sends."""
    session = requests.Session()
    session.headers.update(headers)
    page = html.fromstring(session.get(f"{server.url}/web/login", timeout=60).text)
    values = {
        "login": "sara",
        "password": "sara-secret",
        "csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0],
    }
    answer = session.post(f"{server.url}/web/login", data=values, timeout=60)
    assert "/web/login" not in answer.url, answer.text[:500]


def logged(database, partner):
    rows = query(database, "SELECT ip FROM club_customer_ip WHERE partner_id = %s ORDER BY id DESC LIMIT 1", [partner])
    return rows and rows[0][0]


def test_without_a_proxy_no_header_is_believed(server, database, customer):
    for headers in (
        {"X-Forwarded-For": FORGED},
        {"X-Forwarded-For": FORGED, "X-Forwarded-Host": "shop.example", "X-Forwarded-Proto": "https"},
        {"X-Real-IP": FORGED, "Forwarded": f"for={FORGED}", "Client-IP": FORGED},
    ):
        sign_in(server, headers)
        assert logged(database, customer) == "127.0.0.1", headers


def test_behind_a_proxy_what_it_added_counts(database, customer):
    with OdooServer(database, options=["--proxy-mode"]) as proxied:
        host = {"X-Forwarded-Host": proxied.url.removeprefix("http://")}
        sign_in(proxied, {**host, "X-Forwarded-For": VISITOR})
        assert logged(database, customer) == VISITOR
        # the visitor wrote the first address himself; the proxy added from where it was called
        sign_in(proxied, {**host, "X-Forwarded-For": f"{FORGED}, 192.0.2.44"})
        assert logged(database, customer) == "192.0.2.44"
        assert query(database, "SELECT count(*) FROM club_customer_ip WHERE ip = %s", [FORGED]) == [(0,)]
