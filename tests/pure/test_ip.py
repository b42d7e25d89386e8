"""Addresses from outside are cleaned or refused (C5)."""

import pytest

from crm_segments.tools.ip import clean_ip


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("1.2.3.4", "1.2.3.4"),
        (" 1.2.3.4 ", "1.2.3.4"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("2001:DB8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("1.2.3", ""),
        ("localhost", ""),
        (None, ""),
    ],
)
def test_clean_ip(raw, clean):
    assert clean_ip(raw) == clean
