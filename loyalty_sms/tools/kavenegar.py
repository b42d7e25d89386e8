"""The wire format of Kavenegar's REST interface, from its public documentation."""

import json

from .numbers import iranian_number
from .outcome import GATEWAY, MESSAGE, NUMBER, _, accepted, rejected, unknown

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


def send_form(rows, sender):
    """The form that sends one text to many, by ``sms/send``.

    The same ``localid`` twice is documented to give the first message back instead of sending a second one.

    :param rows: list of ``(E.164 number, text, local id)``, all with the same text
    :return: ``(method, form)``
    """
    form = {
        "receptor": ",".join(iranian_number(number) for number, _text, _id in rows),
        "message": rows[0][1],
        "localid": ",".join(str(local_id) for _number, _text, local_id in rows),
    }
    if sender:
        form["sender"] = sender
    return "sms/send", form


def lookup_form(number, template, code):
    """The form of ``verify/lookup``, which sends a code by an approved template.

    :rtype: dict
    """
    return {"receptor": iranian_number(number), "template": template, "token": code}


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


def _read_entry(entry):
    """:return: the `Outcome` of one receiver"""
    if not isinstance(entry, dict) or not entry.get("messageid"):
        return unknown(_("no entry in the answer"), code=200)
    text = str(entry.get("statustext") or "")
    if entry.get("status") in (6, 13, 14):
        return rejected(NUMBER if entry["status"] == 14 else MESSAGE, text, code=entry["status"])
    return accepted(entry["messageid"], cost=float(entry.get("cost") or 0), reason=text)


def read_answers(status, body, numbers):
    """Read the answer to a message to many.

    :param int status: of HTTP
    :param str body: JSON
    :param list numbers: E.164, as they were sent
    :return: list of `Outcome`, or one `Outcome` when the whole request was refused
    """
    read = _read(body)
    if read is None:
        return unknown(f"HTTP {status}: {body[:200]}", code=status)
    code, message, entries = read
    if code == 200:
        by_number = {str(entry.get("receptor")): entry for entry in entries if isinstance(entry, dict)}
        if len(numbers) == 1 and len(entries) == 1:
            return _read_entry(entries[0])
        return [_read_entry(by_number.get(iranian_number(number))) for number in numbers]
    if code in _ERRORS:
        scope, failure, wait = _ERRORS[code]
        return rejected(scope, message, code=code, failure=failure, retry_after=wait)
    return unknown(message, code=code)


def read_answer(status, body):
    """Read the answer to a message to one.

    :rtype: Outcome
    """
    answer = read_answers(status, body, [""])
    return answer[0] if isinstance(answer, list) else answer


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
