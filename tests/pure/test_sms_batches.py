"""Cutting the queue into requests, and when a gateway is tried again (S2, S3)."""

import pytest

from loyalty_sms.tools import smpp
from loyalty_sms.tools.batches import Item, cut, smaller
from loyalty_sms.tools.breaker import LONGEST, wait_after
from loyalty_sms.tools.outcome import BATCH, GATEWAY, MESSAGE, NUMBER, accepted, rejected, spread, unknown


def items(*rows):
    return [Item(index, *row) for index, row in enumerate(rows)]


def test_one_text_goes_together_up_to_the_size():
    rows = items(*((f"+98912{index}", "same") for index in range(5)))
    assert cut(rows, 2) == [[0, 1], [2, 3], [4]]
    assert cut(rows, 1) == [[0], [1], [2], [3], [4]]


def test_different_texts_go_together_only_where_the_provider_takes_many():
    rows = items(("1", "a"), ("2", "b"), ("3", "a"))
    assert cut(rows, 10) == [[0, 2], [1]]
    assert cut(rows, 10, many_texts=True) == [[0, 1, 2]]


def test_a_number_stands_once_in_a_request():
    assert cut(items(("1", "a"), ("1", "a"), ("2", "a")), 10) == [[0], [1, 2]]


def test_refused_requests_get_smaller_until_one_stands_alone():
    size, steps = 200, []
    while size > 1:
        size = smaller(size)
        steps.append(size)
    assert steps == [25, 3, 1]
    assert cut(items(("1", "a", 1), ("2", "a", 1), ("3", "a"), ("4", "a")), 50) == [[0], [1], [2, 3]]


@pytest.mark.parametrize("scope", [NUMBER, MESSAGE])
def test_a_refusal_of_many_condemns_none(scope):
    assert [outcome.scope for outcome in spread(rejected(scope, "x"), 3)] == [BATCH] * 3
    assert spread(rejected(scope, "x"), 1)[0].scope == scope


def test_other_answers_are_for_all():
    assert {outcome.kind for outcome in spread(unknown("x"), 3)} == {"unknown"}
    assert {outcome.scope for outcome in spread(rejected(GATEWAY, "x"), 3)} == {GATEWAY}
    assert {outcome.kind for outcome in spread(accepted("x"), 3)} == {"accepted"}


def test_each_failed_probe_doubles_the_wait():
    assert [wait_after(trips, 30) for trips in range(4)] == [30, 60, 120, 240]
    assert wait_after(50, 30) == LONGEST
    assert wait_after(0, 3600) == 3600, "a provider that asks for an hour gets it"


def test_line_for_kannel():
    group = smpp.smsc_group("club1", "smsc.example.com", 2775, "shop", "p4ss")
    assert group.startswith("group = smsc\n") and 'smsc = "smpp"' in group and 'interface-version = "34"' in group


@pytest.mark.parametrize("bad", ['x"\ninclude = "/etc/passwd', "a\nb", 'a"b'])
def test_no_value_breaks_out_of_its_line(bad):
    for position in range(3):
        values = ["smsc.example.com", "shop", "p4ss"]
        values[position] = bad
        with pytest.raises(ValueError, match="quotation"):
            smpp.smsc_group("club1", values[0], 2775, values[1], values[2])
