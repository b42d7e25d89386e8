"""Addresses from outside are cleaned or refused (C5)."""

import pytest

from crm_segments.tools.ip import clean_ip, clean_range, network_of


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


@pytest.mark.parametrize(
    ("ip", "network"),
    [("5.160.1.2", "5.160.1.0/24"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", ""), ("localhost", "")],
)
def test_network_around_an_address(ip, network):
    assert network_of(ip) == network


@pytest.mark.parametrize(
    ("raw", "cidr"),
    [(" 5.160.1.2 ", "5.160.1.2/32"), ("5.160.1.2/16", "5.160.0.0/16"), ("2001:DB8::1/32", "2001:db8::/32")],
)
def test_range_in_its_usual_spelling(raw, cidr):
    assert clean_range(raw) == cidr


@pytest.mark.parametrize("raw", ["", "1.2.3", "5.160.0.0/33", "shop.example"])
def test_no_range(raw):
    with pytest.raises(ValueError, match="."):
        clean_range(raw)
