"""Counting of requests by sender and window of time."""

import ipaddress


def client_key(address):
    """Who a request counts for: an IPv4 address, or the /64 network of an IPv6 address, since one household or one
    attacker has all addresses of it.

    :param str address: as the server saw it
    :rtype: str
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address or "unknown"
    if ip.version == 6:
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)


def window(now, seconds):
    """The number of the window that a moment lies in, and the moment when it ends.

    :param int now: seconds since the epoch
    :param int seconds: length of the window
    :rtype: tuple
    """
    number = int(now) // seconds
    return number, (number + 1) * seconds
