"""The wire format of Ghasedak's REST interface (gateway.ghasedak.me), from its public documentation.

An answer is ``{"isSuccess", "statusCode", "message", "data"}``, with codes like those of HTTP.
"""

import json

from .numbers import iranian_number
from .outcome import GATEWAY, MESSAGE, _, accepted, rejected, unknown

_ERRORS = {
    400: (MESSAGE, "unknown", 0),
    401: (GATEWAY, "sms_acc", 600),
    402: (GATEWAY, "sms_credit", 600),
    403: (GATEWAY, "sms_acc", 600),
    404: (GATEWAY, "sms_server", 600),
    405: (GATEWAY, "sms_server", 600),
    406: (MESSAGE, "unknown", 0),
    422: (MESSAGE, "unknown", 0),
    429: (GATEWAY, "sms_server", 30),
}
# As the documentation has it; the provider's own library counts otherwise, so what is above is left open.
_DELIVERY = {1: "failed", 2: "failed", 3: "accepted", 4: "failed", 5: "delivered", 6: "failed"}


def send_body(rows, sender):
    """The body of ``SendPairToPairSMS``: many messages, each with its text and our reference.

    :param rows: list of ``(E.164 number, text, reference)``
    :rtype: dict
    """
    items = [
        {"lineNumber": sender, "receptor": iranian_number(number), "message": text, "clientReferenceId": ref}
        for number, text, ref in rows
    ]
    return {"items": items, "udh": False}


def template_body(number, template, code, ref):
    """The body of ``SendOtpSMS``, which sends a code by an approved template with one input, ``Code``.

    :rtype: dict
    """
    return {
        "receptors": [{"mobile": iranian_number(number), "clientReferenceId": ref}],
        "templateName": template,
        "inputs": [{"param": "Code", "value": code}],
        "udh": False,
    }


def _read(body):
    """:return: ``(success, code, message, data)``, or None when the answer is none of Ghasedak's"""
    try:
        answer = json.loads(body)
        code = int(answer.get("statusCode") or 0)
        return bool(answer["isSuccess"]), code, str(answer.get("message") or ""), answer.get("data")
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _rows(data):
    """The receivers of an answer, under whichever name the method has them."""
    if isinstance(data, dict):
        for name in ("items", "receptors"):
            if isinstance(data.get(name), list):
                return [row for row in data[name] if isinstance(row, dict)]
        return [data]
    return [row for row in data or [] if isinstance(row, dict)] if isinstance(data, list) else []


def read_answers(status, body, numbers):
    """Read the answer to ``SendPairToPairSMS`` or ``SendOtpSMS``.

    :param int status: of HTTP
    :param list numbers: E.164, as they were sent
    :return: list of `Outcome`, or one `Outcome` when the whole request was refused
    """
    read = _read(body)
    success, code, message, data = read or (False, status, f"HTTP {status}: {body[:200]}", None)
    if success:
        found = {str(row.get("receptor") or row.get("mobile")): row for row in _rows(data) if row.get("messageId")}
        outcomes = []
        for number in numbers:
            row = found.get(iranian_number(number))
            if row:
                outcomes.append(accepted(row["messageId"], cost=float(row.get("cost") or 0), reason=message))
            else:
                outcomes.append(unknown(_("the receiver is not in the answer"), code=code))
        return outcomes
    if code in _ERRORS and (read or code != 400):
        scope, failure, wait = _ERRORS[code]
        return rejected(scope, message, code=code, failure=failure, retry_after=wait)
    return unknown(message, code=code)


def read_states(body):
    """Read the answer to ``CheckSmsStatus``.

    :return: ``{id: state of the attempt or None}`` by the provider's id and by our reference
    """
    read = _read(body)
    states = {}
    for row in _rows(read[3]) if read and read[0] else []:
        state = _DELIVERY.get(row.get("status"))
        for name in ("messageId", "clientReferenceId"):
            if row.get(name):
                states[str(row[name])] = state or ("accepted" if row.get("messageId") else None)
    return states


def read_credit(body):
    """Read the answer to ``GetAccountInformation``.

    :return: Rials, or None
    """
    read = _read(body)
    if not read or not read[0] or not isinstance(read[3], dict):
        return None
    try:
        return float(read[3]["credit"])
    except (KeyError, TypeError, ValueError):
        return None
