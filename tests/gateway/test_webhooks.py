"""Whatever comes to the addresses for providers, on a real server: many at once, repeated, forged, huge, of wrong types
(S4, S5, X2)."""

import http.client
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

import pytest

from tests.fixtures.database import query
from tests.fixtures.server import OdooServer

REPLIES = 200
THREADS = 16


@pytest.fixture(scope="module")
def server(database):
    """A server that logs each address that is called, as servers do."""
    with OdooServer(database, options=["--log-level=info"]) as running:
        yield running


@pytest.fixture(scope="module")
def gateway(server):
    """``(id, token)`` of a gateway."""
    admin = server.user("admin")
    values = {"name": "Peer", "kind": "kannel", "url": "http://127.0.0.1:9/", "username": "u", "password": "p"}
    gateway_id = admin("loyalty.sms.gateway", "create", [values])
    return gateway_id, admin("loyalty.sms.gateway", "read", [[gateway_id], ["token"]])[0]["token"]


def call(server, path, method="GET", body=None, headers=None):
    """One request on a connection of its own.

    :return: the HTTP status
    """
    link = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    try:
        link.request(method, path, body=body, headers=headers or {})
        return link.getresponse().status
    finally:
        link.close()


def reply(gateway, number, text="سلام"):
    raw = "".join(f"%{byte:02X}" for byte in text.encode("utf-16-be"))
    sender = quote(f"+98912{number:07}")
    return f"/sms/club/inbound/{gateway[0]}-{gateway[1]}?from={sender}&to=1&text={raw}&charset=UTF-16BE&id=id-{number}"


def wait_until_processed(database, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not query(database, "SELECT 1 FROM loyalty_sms_event WHERE state = 'new' LIMIT 1"):
            return
        time.sleep(0.2)


def test_a_flood_of_replies_each_brought_twice(server, database, gateway):
    paths = [reply(gateway, number, "لغو۱۱" if number % 4 == 0 else "سلام") for number in range(REPLIES)] * 2
    began = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        answers = Counter(pool.map(lambda path: call(server, path), paths))
    seconds = time.monotonic() - began
    assert answers == {200: 2 * REPLIES}, "none was turned away"
    wait_until_processed(database)
    states = dict(
        query(
            database,
            "SELECT state, count(*) FROM loyalty_sms_event WHERE external_id LIKE 'id-%%' GROUP BY state",
        )
    )
    assert states == {"done": REPLIES, "ignored": REPLIES}, f"each counts once ({2 * REPLIES / seconds:.0f} a second)"
    [[numbers]] = query(database, "SELECT count(DISTINCT number) FROM loyalty_sms_consent WHERE kind = 'out'")
    assert numbers == REPLIES // 4
    [[rows]] = query(database, "SELECT count(*) FROM loyalty_sms_consent")
    assert rows == REPLIES // 4, "and leaves one proof"


def test_what_is_not_from_the_provider_leaves_nothing(server, database, gateway):
    [[before]] = query(database, "SELECT count(*) FROM loyalty_sms_event")
    good = f"{gateway[0]}-{gateway[1]}"
    huge = "x" * 1_000_000
    attacks = [
        (f"/sms/club/inbound/{gateway[0]}-{'x' * 32}?from=1", "GET", None, {}, 404),
        (f"/sms/club/inbound/{good}x?from=1", "GET", None, {}, 404),
        ("/sms/club/inbound/0-?from=1", "GET", None, {}, 404),
        (f"/sms/club/report/{good}/not-a-reference?status=1", "GET", None, {}, 404),
        (f"/sms/club/inbound/{good}?text={'x' * 20_000}", "GET", None, {}, 413),
        (f"/sms/club/inbound/{good}", "POST", huge, {"Content-Type": "application/octet-stream"}, 413),
        (f"/sms/club/inbound/{good}", "POST", huge, {"Content-Type": "application/x-www-form-urlencoded"}, 413),
        (f"/sms/club/inbound/{good}", "PUT", "x", {}, 405),
        (f"/sms/club/inbound/{good}", "DELETE", None, {}, 405),
    ]
    for path, method, body, headers, expected in attacks:
        assert call(server, path, method, body, headers) == expected, (path[:80], method)
    assert query(database, "SELECT count(*) FROM loyalty_sms_event") == [(before,)]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{", "application/json"),
        ('{"from": {"a": []}, "text": 5}', "application/json"),
        ("<xml>", "text/xml"),
        (b"\xff\xfe\x00\x00", "application/octet-stream"),
        (b"from=%ff%00&text=%d8", "application/x-www-form-urlencoded"),
        ("--x\r\nbroken", "multipart/form-data; boundary=x"),
    ],
)
def test_wrong_types_are_stored_and_break_nothing(server, database, gateway, body, content_type):
    path = f"/sms/club/inbound/{gateway[0]}-{gateway[1]}"
    status = call(server, path, "POST", body, {"Content-Type": content_type})
    assert status < 500, content_type
    wait_until_processed(database)
    assert not query(database, "SELECT id FROM loyalty_sms_event WHERE state IN ('new', 'error')")


def test_secrets_stay_out_of_the_log(server, gateway):
    assert call(server, reply(gateway, 7)) == 200
    log = server.log.read_text(errors="replace")
    assert "/sms/club/inbound/" in log, "the server logs what is called"
    assert gateway[1] not in log
