"""The part of Kannel's configuration that connects an SMPP 3.4 line."""

import re

_UNSAFE = re.compile(r'[\r\n"]')


def smsc_group(smsc_id, host, port, system_id, password, system_type="", tls=False):
    """A `group = smsc` for Kannel.

    One bind as a transceiver; reports come with ids as text; a connection that breaks is opened again by Kannel, which
    keeps what it has accepted on disk meanwhile.

    :raise ValueError: when a value would break out of its line
    :rtype: str
    """
    values = {
        "smsc": "smpp",
        "smsc-id": smsc_id,
        "allowed-smsc-id": smsc_id,
        "interface-version": "34",
        "host": host,
        "port": str(port),
        "smsc-username": system_id,
        "smsc-password": password,
        "system-type": system_type or "VMA",
        "transceiver-mode": "true",
        "use-ssl": "true" if tls else "false",
        "enquire-link-interval": "30",
        "reconnect-delay": "10",
        "max-pending-submits": "50",
    }
    if any(_UNSAFE.search(value or "") for value in values.values()):
        raise ValueError("A value holds a quotation mark or a new line.")
    return "\n".join(["group = smsc", *(f'{name} = "{value}"' for name, value in values.items())])
