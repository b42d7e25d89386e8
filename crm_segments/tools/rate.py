"""Whom a request counts for."""

import ipaddress

from .ip import clean_ip


def sender_key(address):
    """Who stands behind an address: an IPv4 address, or the /64 network of an IPv6 address, since one household or one
    attacker has all addresses of it.

    :param str address: as the server saw it
    :rtype: str
    """
    address = clean_ip(address)
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address or "unknown"
