"""Wire formats of providers, from what they document (S1, S3, S4)."""

import json

import pytest

from loyalty_sms.tools import http_template, kavenegar, twilio
from loyalty_sms.tools.numbers import iranian_number


def answer(status, message="", entries=None):
    return json.dumps({"return": {"status": status, "message": message}, "entries": entries})


def test_kavenegar_numbers():
    assert iranian_number("+989121234567") == "09121234567"
    assert iranian_number("+32470123456") == "0032470123456"


def test_kavenegar_sends_its_own_reference():
    method, params = kavenegar.send_form([("+989121234567", "سلام", 77)], "10004346")
    assert method == "sms/send"
    assert params == {"receptor": "09121234567", "message": "سلام", "localid": "77", "sender": "10004346"}


def test_kavenegar_accepts():
    entry = {"messageid": 8792343, "status": 1, "statustext": "در صف ارسال", "cost": 120, "receptor": "09121234567"}
    outcome = kavenegar.read_answer(200, answer(200, "تایید شد", [entry]))
    assert (outcome.kind, outcome.provider_ref, outcome.cost) == ("accepted", "8792343", 120.0)


@pytest.mark.parametrize(
    ("code", "scope", "failure"),
    [
        (403, "gateway", "sms_acc"),
        (401, "gateway", "sms_acc"),
        (407, "gateway", "sms_acc"),
        (412, "gateway", "sms_acc"),
        (418, "gateway", "sms_credit"),
        (411, "number", "sms_number_format"),
        (413, "message", "unknown"),
        (422, "message", "unknown"),
    ],
)
def test_kavenegar_refuses(code, scope, failure):
    outcome = kavenegar.read_answer(code, answer(code, "خطا"))
    assert (outcome.kind, outcome.scope, outcome.failure, outcome.code) == ("rejected", scope, failure, str(code))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (402, answer(402)),  # 'operation failed' may have sent
        (409, answer(409)),  # busy
        (502, "<html>Bad gateway</html>"),
        (200, ""),
        (200, "[]"),
        (200, "{}"),
        (200, '{"return": null}'),
        (200, answer(200, entries=[])),
        (200, answer(200, entries=["x"])),
        (200, answer(999)),
    ],
)
def test_kavenegar_leaves_a_doubt(status, body):
    assert kavenegar.read_answer(status, body).kind == "unknown"


def test_kavenegar_blocked_number():
    entry = {"messageid": 1, "status": 14, "statustext": "بلاک شده"}
    assert kavenegar.read_answer(200, answer(200, entries=[entry])).scope == "number"


def test_kavenegar_tells_what_became():
    entries = [
        {"messageid": 1, "localid": 77, "status": 10},
        {"messageid": 2, "localid": 78, "status": 100},
        {"messageid": 3, "localid": 79, "status": 11},
    ]
    assert kavenegar.read_status(answer(200, entries=entries)) == {"77": "delivered", "78": "missing", "79": "failed"}
    assert kavenegar.read_status(answer(403)) is None
    assert kavenegar.read_status("<html>") is None


def test_kavenegar_credit():
    body = answer(200, entries={"remaincredit": 1500, "type": "master"})
    assert kavenegar.read_credit(body) == 1500
    assert kavenegar.read_credit("x") is None


def test_http_values_cannot_leave_their_place():
    url = "https://sms.example/send?user=me&to={number}&text={text}"
    filled = http_template.fill_address(url, {"number": "+98912", "text": "a&to=+1{number}#x"})
    assert filled == "https://sms.example/send?user=me&to=%2B98912&text=a%26to%3D%2B1%7Bnumber%7D%23x"
    assert http_template.fill_form("to={number}&m={text}", {"number": "1", "text": "a&b"}) == [
        ("to", "1"),
        ("m", "a&b"),
    ]
    body = http_template.fill_json('{"to": ["{number}"], "m": "{text}", "n": 1}', {"number": "1", "text": '"}{'})
    assert json.loads(body) == {"to": ["1"], "m": '"}{', "n": 1}


@pytest.mark.parametrize(
    ("status", "body", "success", "kind", "scope"),
    [
        (200, "OK 17", "OK", "accepted", ""),
        (200, "ERROR 3", "OK", "rejected", "message"),
        (201, "", "", "accepted", ""),
        (401, "", "", "rejected", "gateway"),
        (402, "", "", "rejected", "gateway"),
        (404, "", "", "rejected", "gateway"),
        (302, "", "", "rejected", "gateway"),
        (429, "", "", "rejected", "gateway"),
        (422, "", "", "rejected", "message"),
        (303, "", "", "unknown", ""),
        (408, "", "", "unknown", ""),
        (500, "", "", "unknown", ""),
    ],
)
def test_http_answers(status, body, success, kind, scope):
    outcome = http_template.read_answer(status, body, success)
    assert (outcome.kind, outcome.scope) == (kind, scope)


def test_http_id_in_json():
    body = '{"data": [{"id": 42}]}'
    assert http_template.read_answer(200, body, id_path="data.0.id").provider_ref == "42"
    assert http_template.read_answer(200, body, id_path="data.9.id").provider_ref == ""
    assert http_template.read_answer(200, "no json", id_path="data.0.id").provider_ref == ""


def test_http_reports():
    assert http_template.read_report("Delivered", "delivered, 1", "failed,2") == "delivered"
    assert http_template.read_report("2", "delivered,1", "failed,2") == "failed"
    assert http_template.read_report("", "delivered,", "failed") is None
    assert http_template.read_report("queued", "delivered", "failed") is None


def test_signature_of_twilio():
    """The example of Twilio's page on the security of webhooks."""
    form = "CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030&To=%2B18005551212"
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert twilio.signature("12345", url, form) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
