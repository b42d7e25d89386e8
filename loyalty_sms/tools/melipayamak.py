"""The wire format of Melipayamak's REST interface (rest.payamak-panel.com), from its public documentation.

An answer is ``{"Value", "RetStatus", "StrRetStatus"}``. A message that was taken has a `Value` of more than fifteen
digits; a smaller one is an error code, whatever `RetStatus` says.
"""

import json

from .numbers import iranian_number
from .outcome import GATEWAY, MESSAGE, NUMBER, _, accepted, rejected, unknown

# code -> (scope, failure type of Odoo, seconds before the gateway is tried again, meaning)
_ERRORS = {
    0: (GATEWAY, "sms_acc", 600, _("user name or password is wrong")),
    2: (GATEWAY, "sms_credit", 600, _("not enough credit")),
    3: (GATEWAY, "sms_acc", 3600, _("the daily limit is reached")),
    4: (GATEWAY, "sms_acc", 3600, _("the limit of messages is reached")),
    5: (GATEWAY, "sms_acc", 600, _("the sender is not valid")),
    6: (GATEWAY, "sms_server", 300, _("maintenance")),
    7: (MESSAGE, "sms_rejected", 0, _("the text has a forbidden word")),
    9: (GATEWAY, "sms_acc", 600, _("the public line is not allowed here")),
    10: (GATEWAY, "sms_acc", 600, _("the account is not active")),
    11: (MESSAGE, "sms_rejected", 0, _("not sent")),
    12: (GATEWAY, "sms_registration_needed", 3600, _("the documents of the account are incomplete")),
    14: (MESSAGE, "sms_rejected", 0, _("the text has a link")),
    15: (MESSAGE, "sms_rejected", 0, _("a text to many needs لغو11 at its end")),
    16: (NUMBER, "sms_number_missing", 0, _("no receiver")),
    17: (MESSAGE, "sms_rejected", 0, _("the text is empty")),
    18: (NUMBER, "sms_number_format", 0, _("the receiver is not valid")),
    35: (NUMBER, "sms_blacklist", 0, _("the receiver refuses advertising")),
    108: (GATEWAY, "sms_acc", 600, _("the address of this server is blocked")),
    109: (GATEWAY, "sms_acc", 600, _("the address of this server must be entered in the panel")),
    110: (GATEWAY, "sms_acc", 600, _("the API key is needed in place of the password")),
    -1: (GATEWAY, "sms_acc", 600, _("this service is not allowed")),
    -2: (MESSAGE, "unknown", 0, _("too many receivers for a template")),
    -3: (GATEWAY, "sms_acc", 600, _("the line of templates is not set up")),
    -4: (MESSAGE, "sms_rejected", 0, _("the template is not known or not approved")),
    -5: (MESSAGE, "sms_rejected", 0, _("the values do not fit the template")),
    -6: (GATEWAY, "sms_server", 300, _("an internal error of the provider")),
    -7: (GATEWAY, "sms_acc", 600, _("the sender is not valid")),
    -10: (MESSAGE, "sms_rejected", 0, _("the values hold a link")),
}
_DELIVERY = {0: "accepted", 1: "delivered", 2: "failed", 3: "failed", 5: "failed", 8: "accepted", 16: "failed"}
_DELIVERY |= {35: "failed", 200: "accepted", 300: "failed", 400: "accepted", 500: "failed"}


def send_form(username, password, number, text, sender):
    """The form of ``SendSMS``.

    :rtype: dict
    """
    form = {"username": username, "password": password, "to": iranian_number(number), "text": text, "isFlash": "false"}
    return {**form, "from": sender} if sender else form


def template_form(username, password, number, template, code):
    """The form of ``BaseServiceNumber``, which sends a code by an approved template.

    :rtype: dict
    """
    form = {"username": username, "password": password, "to": iranian_number(number)}
    return {**form, "text": code, "bodyId": template}


def _read(body):
    """:return: ``(value, status, text)``, or None when the answer is none of Melipayamak's"""
    try:
        answer = json.loads(body)
        status = answer["RetStatus"]
        return str(answer.get("Value") or "").strip(), int(status), str(answer.get("StrRetStatus") or "")
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def read_answer(status, body):
    """Read the answer to ``SendSMS`` or ``BaseServiceNumber``.

    :param int status: of HTTP
    :rtype: Outcome
    """
    read = _read(body)
    if read is None:
        if status in (401, 403):
            return rejected(GATEWAY, f"HTTP {status}", code=status, failure="sms_acc", retry_after=600)
        if status == 429:
            return rejected(GATEWAY, "HTTP 429", code=status, failure="sms_server", retry_after=30)
        return unknown(f"HTTP {status}: {body[:200]}", code=status)
    value, code, text = read
    if len(value) > 15 and value.isdigit():
        return accepted(value, reason=text)
    if value.lstrip("-").isdigit() and int(value) in _ERRORS and (code == 1 or int(value) < 0):
        code = int(value)
    if code in _ERRORS:
        scope, failure, wait, meaning = _ERRORS[code]
        return rejected(scope, f"{meaning}: {text}" if text else meaning, code=code, failure=failure, retry_after=wait)
    return unknown(text or value, code=code)


def read_delivery(body):
    """Read the answer to ``GetDeliveries2``.

    :return: state of the attempt, or None
    """
    read = _read(body)
    value = read[0] if read else ""
    return _DELIVERY.get(int(value)) if value.isdigit() and len(value) < 4 else None


def read_credit(body):
    """Read the answer to ``GetCredit``.

    :return: messages that are left, or None
    """
    read = _read(body)
    try:
        return float(read[0]) if read and read[1] == 1 else None
    except ValueError:
        return None
