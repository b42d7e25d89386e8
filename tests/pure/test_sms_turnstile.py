"""One thread works, the others do not wait, and what they came for is not left undone (S4)."""

import threading

import pytest

from loyalty_sms.tools.turnstile import Turnstile


def test_who_comes_meanwhile_goes_and_is_served():
    turnstile, log, inside, go_on = Turnstile(), [], threading.Event(), threading.Event()

    def work():
        log.append("begin")
        inside.set()
        go_on.wait(5)

    first = threading.Thread(target=turnstile.pass_through, args=("reports", work))
    first.start()
    assert inside.wait(5)
    turnstile.pass_through("reports", lambda: log.append("never"))
    turnstile.pass_through("others", lambda: log.append("others"))
    assert log == ["begin", "others"], "other names do not wait for these"
    go_on.set()
    first.join(5)
    assert log == ["begin", "others", "begin"], "the one at work looked again, once for all who came"


def test_a_failure_lets_the_next_one_in():
    turnstile, log = Turnstile(), []
    with pytest.raises(ZeroDivisionError):
        turnstile.pass_through("reports", lambda: 1 / 0)
    turnstile.pass_through("reports", lambda: log.append("next"))
    assert log == ["next"]
