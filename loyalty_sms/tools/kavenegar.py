"""The wire format of Kavenegar's REST interface, from its public documentation."""

import json

from .outcome import GATEWAY, MESSAGE, NUMBER, accepted, rejected, unknown

# status of the answer -> (scope, failure type of Odoo, seconds before the gateway is tried again)
_ERRORS = {
    400: (MESSAGE, "unknown", 0),
    401: (GATEWAY, "sms_acc", 600),
    403: (GATEWAY, "sms_acc", 600),
    404: (GATEWAY, "sms_server", 600),
    405: (GATEWAY, "sms_server", 600),
    406: (MESSAGE, "unknown", 0),
    407: (GATEWAY, "sms_acc", 600),
    411: (NUMBER, "sms_number_format", 0),
    412: (GATEWAY, "sms_acc", 600),
    413: (MESSAGE, "unknown", 0),
    414: (MESSAGE, "unknown", 0),
    415: (MESSAGE, "unknown", 0),
    416: (GATEWAY, "sms_acc", 600),
    417: (MESSAGE, "unknown", 0),
    418: (GATEWAY, "sms_credit", 600),
    419: (MESSAGE, "unknown", 0),
    422: (MESSAGE, "unknown", 0),
    426: (GATEWAY, "sms_acc", 600),
    428: (MESSAGE, "unknown", 0),
    431: (MESSAGE, "unknown", 0),
    432: (MESSAGE, "unknown", 0),
    501: (GATEWAY, "sms_acc", 600),
    607: (MESSAGE, "unknown", 0),
}
_DELIVERY = {
    1: "accepted",
    2: "accepted",
    4: "accepted",
    5: "accepted",
    6: "failed",
    10: "delivered",
    11: "failed",
    13: "failed",
    14: "failed",
}


def local_number(number):
    """The number as Kavenegar wants it: 09… inside Iran, 00… abroad.

    :param str number: E.164
    :rtype: str
    """
    return f"0{number[3:]}" if number.startswith("+98") else f"00{number.lstrip('+')}"


def send_params(number, text, sender, local_id):
    """The form of one ``sms/send``. The same ``localid`` twice is documented to give the first message back.

    :rtype: dict
    """
    params = {"receptor": local_number(number), "message": text, "localid": str(local_id)}
    if sender:
        params["sender"] = sender
    return params


def _read(body):
    """:return: ``(status, message, entries)``, or None when the answer is none of Kavenegar's."""
    try:
        answer = json.loads(body)
        result = answer["return"]
        entries = answer.get("entries") or []
        if isinstance(entries, dict):  # some methods answer with one object
            entries = [entries]
        return int(result["status"]), str(result.get("message") or ""), entries
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def read_answer(status, body):
    """Read the answer to ``sms/send``.

    :param int status: of HTTP
    :param str body: JSON
    :rtype: Outcome
    """
    read = _read(body)
    if read is None:
        return unknown(f"HTTP {status}: {body[:200]}", code=status)
    code, message, entries = read
    if code == 200:
        if not entries or not isinstance(entries[0], dict) or not entries[0].get("messageid"):
            return unknown(message or "no entry in the answer", code=code)
        entry = entries[0]
        if entry.get("status") in (6, 13, 14):
            return rejected(NUMBER if entry["status"] == 14 else MESSAGE, str(entry.get("statustext")), code=code)
        return accepted(
            entry["messageid"], cost=float(entry.get("cost") or 0), reason=str(entry.get("statustext") or "")
        )
    if code in _ERRORS:
        scope, failure, wait = _ERRORS[code]
        return rejected(scope, message, code=code, failure=failure, retry_after=wait)
    return unknown(message, code=code)


def read_status(body):
    """Read the answer to ``sms/status`` or ``sms/statuslocalmessageid``.

    :return: ``{id as text: state of the attempt, or "missing" for a message that Kavenegar does not know}``, or None
        when the answer cannot be read. The ids are those that were asked for.
    """
    read = _read(body)
    if read is None or read[0] != 200:
        return None
    states = {}
    for entry in read[2]:
        if isinstance(entry, dict):
            key = entry.get("localid") or entry.get("messageid")
            code = entry.get("status")
            states[str(key)] = "missing" if code == 100 else _DELIVERY.get(code)
    return states


def read_credit(body):
    """Read the answer to ``account/info``.

    :return: Rials, or None
    """
    read = _read(body)
    if read is None or read[0] != 200 or not read[2]:
        return None
    return read[2][0].get("remaincredit")
