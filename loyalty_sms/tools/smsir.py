"""The wire format of SMS.ir's REST interface (api.sms.ir/v1), from its public documentation.

An answer is ``{"status", "message", "data"}``; status 1 is success. Answers to many are in the order of the numbers: an
id of 0 is a number on the black list, null one that is not valid.
"""

import json

from .numbers import iranian_number
from .outcome import GATEWAY, MESSAGE, NUMBER, _, accepted, rejected, unknown

_ERRORS = {
    10: (GATEWAY, "sms_acc", 600),  # API key
    11: (GATEWAY, "sms_acc", 600),
    12: (GATEWAY, "sms_acc", 600),
    13: (GATEWAY, "sms_acc", 600),
    14: (GATEWAY, "sms_acc", 600),
    20: (GATEWAY, "sms_server", 30),  # too many requests
    101: (GATEWAY, "sms_acc", 600),  # the line
    102: (GATEWAY, "sms_credit", 600),
    103: (MESSAGE, "unknown", 0),
    104: (NUMBER, "sms_number_format", 0),
    105: (MESSAGE, "unknown", 0),
    106: (MESSAGE, "unknown", 0),
    107: (MESSAGE, "unknown", 0),
    108: (MESSAGE, "unknown", 0),
    109: (MESSAGE, "unknown", 0),
    110: (MESSAGE, "unknown", 0),
    113: (MESSAGE, "sms_rejected", 0),  # the template
    114: (MESSAGE, "sms_rejected", 0),  # a value longer than 25 characters
    115: (NUMBER, "sms_blacklist", 0),
    117: (MESSAGE, "sms_rejected", 0),  # the text is not approved
    118: (MESSAGE, "unknown", 0),
    119: (GATEWAY, "sms_acc", 600),  # the plan
    123: (GATEWAY, "sms_acc", 600),  # the line is not active
}
_HTTP = {400: None, 401: 10, 403: 10, 429: 20}
_DELIVERY = {1: "delivered", 2: "failed", 3: "accepted", 4: "failed", 5: "accepted", 6: "failed", 7: "failed"}


def send_body(rows, sender):
    """Method and body for one text to many, or for many texts.

    :param rows: list of ``(E.164 number, text)``
    :return: ``(method, body)``
    """
    mobiles = [iranian_number(number) for number, _text in rows]
    texts = [text for _number, text in rows]
    body = {"lineNumber": int(sender) if sender.isdigit() else sender, "mobiles": mobiles, "sendDateTime": None}
    if len(set(texts)) == 1:
        return "send/bulk", {**body, "messageText": texts[0]}
    return "send/likeToLike", {**body, "messageTexts": texts}


def template_body(number, template, code):
    """The body of ``send/verify``, which sends a code by an approved template with one parameter, ``CODE``.

    :rtype: dict
    """
    return {
        "mobile": iranian_number(number),
        "templateId": int(template) if template.isdigit() else template,
        "parameters": [{"name": "CODE", "value": code}],
    }


def _read(body):
    """:return: ``(status, message, data)``, or None when the answer is none of SMS.ir's"""
    try:
        answer = json.loads(body)
        return int(answer["status"]), str(answer.get("message") or ""), answer.get("data")
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _failure(status, body, read):
    code, message = (read[0], read[1]) if read else (_HTTP.get(status), f"HTTP {status}: {body[:200]}")
    if code not in _ERRORS:
        return unknown(message, code=status if code is None else code)
    scope, failure, wait = _ERRORS[code]
    return rejected(scope, message, code=code, failure=failure, retry_after=wait)


def read_answers(status, body, count):
    """Read the answer to ``send/bulk`` or ``send/likeToLike``.

    :param int status: of HTTP
    :param int count: how many messages were sent
    :return: list of `Outcome`, or one `Outcome` when the whole request was refused
    """
    read = _read(body)
    if read is None or read[0] != 1:
        return _failure(status, body, read)
    data = read[2] if isinstance(read[2], dict) else {}
    ids = data.get("messageIds")
    if not isinstance(ids, list) or len(ids) != count:
        return unknown(_("the answer has not one id for each message"), code=1)
    cost = float(data.get("cost") or 0) / max(sum(1 for id_ in ids if id_), 1)
    return [_read_id(id_, cost) for id_ in ids]


def _read_id(message_id, cost):
    if message_id is None:
        return rejected(NUMBER, _("the number is not valid"), code="null", failure="sms_number_format")
    if not message_id:
        return rejected(NUMBER, _("the number refuses advertising"), code=0, failure="sms_blacklist")
    return accepted(message_id, cost=cost)


def read_template_answer(status, body):
    """Read the answer to ``send/verify``.

    :rtype: Outcome
    """
    read = _read(body)
    if read is None or read[0] != 1:
        return _failure(status, body, read)
    data = read[2] if isinstance(read[2], dict) else {}
    if not data.get("messageId"):
        return unknown(_("no id in the answer"), code=1)
    return accepted(data["messageId"], cost=float(data.get("cost") or 0))


def read_state(body):
    """Read the answer to ``send/{messageId}``.

    :return: state of the attempt, or None
    """
    read = _read(body)
    data = read[2] if read and read[0] == 1 and isinstance(read[2], dict) else {}
    return _DELIVERY.get(data.get("deliveryState"))


def read_credit(body):
    """Read the answer to ``credit``.

    :return: messages that are left, or None
    """
    read = _read(body)
    return float(read[2]) if read and read[0] == 1 and isinstance(read[2], int | float) else None
