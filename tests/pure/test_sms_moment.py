"""Moments that providers tell (S5)."""

from datetime import datetime

import pytest

from loyalty_sms.tools.moment import read_epoch

NOW = datetime(2026, 3, 1, 12)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("1772366390", datetime(2026, 3, 1, 11, 59, 50)),
        ("1772366401", NOW),  # in the future
        ("1700000000", NOW),  # too old
        ("99999999999999", NOW),
        ("", NOW),
        (None, NOW),
        ("-5", NOW),
        ("٣", NOW),
        ("1e3", NOW),
    ],
)
def test_moment(raw, moment):
    assert read_epoch(raw, NOW) == moment
