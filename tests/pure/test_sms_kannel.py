"""Kannel's wire format, as the real one was seen to speak it (S1, S4, S5)."""

from urllib.parse import quote

import pytest

from loyalty_sms.tools.kannel import (
    inbound_address,
    parse_query,
    read_answer,
    read_inbound,
    read_report,
    sendsms_address,
    sendsms_query,
)


def test_bare_host_gets_the_usual_path():
    assert sendsms_address("http://127.0.0.1:13013") == "http://127.0.0.1:13013/cgi-bin/sendsms"
    assert sendsms_address("http://127.0.0.1:13013/") == "http://127.0.0.1:13013/cgi-bin/sendsms"
    assert sendsms_address("http://10.0.0.1/other") == "http://10.0.0.1/other"


def test_persian_is_sent_as_ucs2_with_a_report_address():
    query = sendsms_query(
        "u", "p", "10001", ["+989121234567", "+989121234568"], "سلام", "http://odoo/sms/club/report/1-t/abc"
    )
    assert query["coding"] == "2" and query["charset"] == "UTF-8" and query["from"] == "10001"
    assert query["dlr-mask"] == "27"
    assert query["to"] == "+989121234567 +989121234568"
    assert query["dlr-url"] == "http://odoo/sms/club/report/1-t/abc?status=%d&to=%p&at=%t&answer=%A"


def test_latin_needs_no_ucs2_and_no_sender():
    query = sendsms_query("u", "p", "", ["+989121234567"], "hello", "")
    assert query["coding"] == "0" and "from" not in query and "dlr-url" not in query


@pytest.mark.parametrize(
    ("status", "body", "kind", "scope"),
    [
        (202, "0: Accepted for delivery", "accepted", ""),
        (202, "3: Queued for later delivery", "accepted", ""),
        (403, "Authorization failed for sendsms", "rejected", "gateway"),
        (400, "Empty receiver number not allowed, rejected", "rejected", "message"),
        (503, "Temporal failure, try again later.", "rejected", "gateway"),
        (500, "Internal error", "unknown", ""),
        (202, "<html>a proxy</html>", "unknown", ""),
        (200, "", "unknown", ""),
    ],
)
def test_answers(status, body, kind, scope):
    outcome = read_answer(status, body)
    assert (outcome.kind, outcome.scope) == (kind, scope)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("1", "delivered"),
        ("2", "failed"),
        ("4", "accepted"),
        ("8", "accepted"),
        ("16", "rejected"),
        ("", None),
        ("x", None),
    ],
)
def test_reports(status, state):
    assert read_report(parse_query(f"status={status}&answer=NACK%2F0%00x"))[0] == state
    assert "\0" not in read_report(parse_query("status=1&answer=%00x"))[1]


def test_inbound_persian_comes_as_utf16_bytes():
    # As Kannel 1.4.5 sent it for 'ساعت کاری؟'
    raw = "from=%2B989121112233&to=10001&text=%063%06'%069%06*%00+%06%A9%06'%061%06%CC%06%1F&charset=UTF-16BE"
    raw += "&id=7c4c&at=1772366390"
    assert read_inbound(parse_query(raw)) == {
        "sender": "+989121112233",
        "receiver": "10001",
        "text": "ساعت کاری؟",
        "external_id": "7c4c",
        "sent_at": "1772366390",
    }


def test_inbound_in_other_charsets():
    assert read_inbound(parse_query("from=1&text=STOP&charset=UTF-8"))["text"] == "STOP"
    assert read_inbound(parse_query(f"from=1&text={quote('لغو')}"))["text"] == "لغو"
    assert read_inbound(parse_query("from=1&text=%00S%00T&charset=bogus"))["text"] == "ST"
    assert read_inbound(parse_query("from=1&text=%FF%FE%00&charset=UTF-8"))["text"]  # rubbish does not raise
    assert read_inbound(parse_query(""))["sender"] == ""


def test_plus_sign_is_a_space_only_where_it_is_not_quoted():
    assert parse_query("a=1+2&b=%2B3&a=9") == {"a": b"1 2", "b": b"+3"}


def test_inbound_address_names_the_escapes():
    assert inbound_address("http://odoo/sms/club/inbound/1-t").endswith(
        "/1-t?from=%p&to=%P&text=%b&charset=%C&id=%I&at=%T"
    )
