"""Network addresses as they come from outside."""

import ipaddress


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
