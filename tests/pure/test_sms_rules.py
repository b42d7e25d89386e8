"""States, routes, quiet hours, stop words and masking (S2, S3, S5, S6, X2)."""

from datetime import datetime
from itertools import permutations

import pytest

from crm_segments.tools.text import fold
from loyalty_sms.tools.keywords import read_keyword
from loyalty_sms.tools.mask import mask, mask_address
from loyalty_sms.tools.quiet import quiet_until, zone_of_number
from loyalty_sms.tools.routing import Route, choose_gateways
from loyalty_sms.tools.states import ATTEMPT_RANK, MESSAGE_RANK, NATIVE, raise_state


def test_every_order_of_reports_ends_delivered():
    for order in permutations(["unknown", "accepted", "failed", "delivered"]):
        state = "submitting"
        for reported in order:
            state = raise_state(MESSAGE_RANK, state, reported)
        assert state == "delivered"


def test_every_state_has_a_native_one():
    assert set(NATIVE) == set(MESSAGE_RANK)
    assert raise_state(ATTEMPT_RANK, "rejected", "accepted") == "rejected"


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        " stop. ",
        "Stop!",
        "لغو",
        "لغو11",
        "لغو۱۱",
        "لغو١١",
        "لغو 11",
        "لغو\u200c۱۱",
        "لـغو",
        "لغو ۱۱.",
        "UNSUBSCRIBE",
        "۱۱",  # what 'لغو۱۱' at the end of an advertisement asks for
        "ﻟﻐﻮ",
        "لغو تبلیغات",
        "s.t.o.p",
        "lagv",
        "LAGHV 11",
    ],
)
def test_stop_words_in_all_spellings(text):
    assert read_keyword(text, fold) == "stop"


@pytest.mark.parametrize("text", ["STOP 12345", "please do not stop", "لغو سفارش ۱۲ را می‌خواهم", "", "۱۰", "۱۱۱"])
def test_other_replies_are_replies(text):
    assert read_keyword(text, fold) is None


def test_further_stop_words():
    assert read_keyword("خدا حافظ", fold, "bye، خداحافظ") == "stop"
    assert read_keyword("", fold, ", ،") is None


def test_start():
    assert read_keyword("Start", fold) == "start"


@pytest.mark.parametrize(
    ("utc", "until"),
    [
        ("2026-03-01 18:29", None),  # 21:59 in Tehran
        ("2026-03-01 18:30", "2026-03-02 04:30"),  # 22:00: until 8:00
        ("2026-03-01 22:00", "2026-03-02 04:30"),  # 1:30 of the next day
        ("2026-03-02 04:29", "2026-03-02 04:30"),
        ("2026-03-02 04:30", None),
    ],
)
def test_quiet_hours_over_midnight(utc, until):
    expected = until and datetime.fromisoformat(until)
    assert quiet_until(datetime.fromisoformat(utc), "Asia/Tehran", 22, 8) == expected


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+989121234567", "Asia/Tehran"),
        ("+393123456789", "Europe/Rome"),
        ("+12125551234", "America/New_York"),  # of many zones, one by the area
        ("+79161234567", None),
        ("+999", None),
        ("", None),
    ],
)
def test_the_number_tells_the_time_zone(number, zone):
    assert zone_of_number(number) == zone


def test_quiet_hours_within_a_day():
    assert quiet_until(datetime(2026, 3, 1, 12, 30), "UTC", 12, 14.5) == datetime(2026, 3, 1, 14, 30)
    assert quiet_until(datetime(2026, 3, 1, 11, 59), "UTC", 12, 14.5) is None
    assert quiet_until(datetime(2026, 3, 1, 3), "UTC", 0, 0) is None
    assert quiet_until(datetime(2026, 3, 1, 23), "UTC", 22, 24) == datetime(2026, 3, 2)


def test_most_particular_route_wins():
    routes = [
        Route("", "", "", (1,)),
        Route("", "IR", "", (2, 1)),
        Route("+98", "", "", (3,)),
        Route("+98912", "", "", (4,)),
        Route("+98912", "", "marketing", (5,)),
        Route("+98912", "", "marketing", (6,)),
    ]
    assert choose_gateways(routes, "+32470000000", "BE", "service").gateways == (1,)
    assert choose_gateways(routes[:2], "+989121234567", "IR", "service").gateways == (2, 1)
    assert choose_gateways(routes, "+989351234567", "IR", "service").gateways == (3,)
    assert choose_gateways(routes, "+989121234567", "IR", "code").gateways == (4,)
    assert choose_gateways(routes, "+989121234567", "IR", "marketing").gateways == (5,)
    assert choose_gateways([], "+989121234567", "IR", "code", (9, 8)).gateways == (9, 8)


def test_secrets_are_masked_in_every_spelling():
    text = "GET /send?x=a%2Fb%20c&y=a%2Fb+c a/b c /v1/0123456789ABCDEF/sms/send.json?password=p%40ss&to=1"
    masked = mask(text, ["a/b c", None, ""])
    assert "a%2Fb" not in masked and "a/b" not in masked
    assert "0123456789ABCDEF" not in masked and "p%40ss" not in masked and "to=1" in masked
    assert mask_address("http://h/sms/club/report/12-s3cr3t_-x/ref") == "http://h/sms/club/report/12-•••/ref"
