"""Each SMS provider against a stub that keeps to its document: success, each documented error, and doubt (S1, S3).

The requests really travel: what is tested is the way from HTTP to the outcome.
"""

from unittest.mock import patch

import pytest

from loyalty_sms import transport
from loyalty_sms.tests.stubs import CUT_AFTER, CUT_BEFORE, ERRORS, SUCCESS, ProviderStub
from loyalty_sms.tools import ghasedak, http_template, kannel, kavenegar, melipayamak, smsir, twilio

NUMBERS = ["+989121234567"]
KEY = "0123456789abcdef"
READ = {
    "kannel": lambda status, body: kannel.read_answer(status, body, NUMBERS),
    "smpp": lambda status, body: kannel.read_answer(status, body, NUMBERS),
    "kavenegar": lambda status, body: kavenegar.read_answers(status, body, NUMBERS),
    "melipayamak": melipayamak.read_answer,
    "ghasedak": lambda status, body: ghasedak.read_answers(status, body, NUMBERS),
    "smsir": lambda status, body: smsir.read_answers(status, body, 1),
    "twilio": twilio.read_answer,
    "http": http_template.read_answer,
}


@pytest.fixture(scope="module")
def stub():
    with ProviderStub() as running:
        yield running


def send(stub, kind, answer):
    """Make one request to the stub.

    :return: the outcome
    """
    stub.answers = [answer]
    call = transport.Request("POST", f"{stub.url}/v1/{KEY}/send?text=private", READ[kind], {"data": {"key": KEY}})
    (outcome,) = transport.exchange(call, 1, [KEY])
    assert KEY not in outcome.reason and "private" not in outcome.reason
    return outcome


@pytest.mark.parametrize("kind", READ)
def test_success(stub, kind):
    answer, provider_ref = SUCCESS[kind]
    outcome = send(stub, kind, answer)
    assert (outcome.kind, outcome.provider_ref) == ("accepted", provider_ref)


@pytest.mark.parametrize(("kind", "error"), [(kind, error) for kind in READ for error in ERRORS[kind]])
def test_each_documented_error(stub, kind, error):
    status, body, scope, failure = error
    outcome = send(stub, kind, (status, body))
    assert (outcome.scope or outcome.kind, outcome.failure) == (scope, failure)


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize(
    "answer", [CUT_BEFORE, CUT_AFTER, (500, "<html>"), (502, ""), (504, "{}"), (200, "{"), (200, "[]"), (200, "null")]
)
def test_what_leaves_a_doubt(stub, kind, answer):
    """The request may have been taken: never a rejection, or it would be sent again."""
    if kind == "http" and answer in [(200, "{"), (200, "[]"), (200, "null")]:
        assert send(stub, kind, answer).kind == "accepted"  # of which the status alone tells
    else:
        assert send(stub, kind, answer).kind == "unknown"


@pytest.mark.parametrize("kind", READ)
def test_slow_answer_is_a_doubt(stub, kind):
    with patch.object(transport, "TIMEOUT", 0.1):
        assert send(stub, kind, 0.3).kind == "unknown"


@pytest.mark.parametrize("kind", READ)
def test_nobody_listens(kind):
    call = transport.Request("GET", f"http://127.0.0.1:9/v1/{KEY}/send", READ[kind])
    (outcome,) = transport.exchange(call, 1, [KEY])
    assert (outcome.kind, outcome.scope) == ("rejected", "gateway")
    assert KEY not in outcome.reason


def test_a_refused_request_does_not_condemn_all_its_messages(stub):
    stub.answers = [(411, ERRORS["kavenegar"][10][1])]
    read = lambda status, body: kavenegar.read_answers(status, body, [*NUMBERS, "+989351234567"])  # noqa: E731
    outcomes = transport.exchange(transport.Request("POST", stub.url, read), 2)
    assert [outcome.scope for outcome in outcomes] == ["batch", "batch"]
