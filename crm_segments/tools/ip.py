"""Network addresses as they come from outside."""

import ipaddress

_PREFIX = {4: 24, 6: 64}


def network_of(ip):
    """The network around an address: /24 of IPv4, /64 of IPv6 (what one household or office has).

    :param str ip: as `clean_ip` returns it
    :return: for example ``"5.160.1.0/24"``, or an empty string when it is no address
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, _PREFIX[address.version]), strict=False))


def clean_range(raw):
    """The usual spelling of a range of addresses.

    :param str raw: an address or a CIDR range; bits behind the prefix are cut off
    :return: for example ``"5.160.0.0/16"``
    :raise ValueError: it is neither
    """
    return str(ipaddress.ip_network(raw.strip(), strict=False))


def clean_ip(raw):
    """The usual spelling of an address, or an empty string when it is none.

    An IPv4 address inside IPv6 (``::ffff:1.2.3.4``) is the IPv4 address.

    :param str raw: what the connection or a header said
    :rtype: str
    """
    try:
        address = ipaddress.ip_address((raw or "").strip())
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).partition("%")[0]
