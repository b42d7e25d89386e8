"""The wire format of Twilio's Programmable Messaging (2010-04-01), from its public documentation."""

import base64
import hmac
import json
from urllib.parse import parse_qs, parse_qsl

from .outcome import GATEWAY, MESSAGE, NUMBER, accepted, rejected, unknown

_ERRORS = {
    20003: (GATEWAY, "sms_acc", 600),  # authentication
    20404: (GATEWAY, "sms_acc", 600),  # no such account
    20429: (GATEWAY, "sms_server", 30),  # too many requests
    21211: (NUMBER, "sms_number_format", 0),
    21212: (GATEWAY, "sms_acc", 600),  # the sender
    21265: (NUMBER, "sms_number_format", 0),
    21266: (MESSAGE, "unknown", 0),  # sender and receiver are the same
    21408: (MESSAGE, "sms_country_not_supported", 0),
    21602: (MESSAGE, "unknown", 0),  # no text
    21603: (GATEWAY, "sms_acc", 600),  # no sender
    21604: (NUMBER, "sms_number_missing", 0),
    21606: (GATEWAY, "sms_acc", 600),
    21608: (MESSAGE, "sms_acc", 0),  # a trial account reaches verified numbers only
    21609: (GATEWAY, "sms_server", 600),  # the address for reports
    21610: (NUMBER, "sms_blacklist", 0),  # the receiver has answered STOP
    21611: (GATEWAY, "sms_server", 60),  # the queue of the sender is full
    21612: (MESSAGE, "sms_rejected", 0),
    21614: (NUMBER, "sms_number_format", 0),
    21617: (MESSAGE, "unknown", 0),  # longer than 1600 characters
    30001: (GATEWAY, "sms_server", 60),  # queue overflow
    30002: (GATEWAY, "sms_acc", 600),  # account suspended
}
_STATES = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "accepted",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}


def send_form(number, text, sender, report_url):
    """The form of a new message. A sender that begins with MG is a messaging service.

    :rtype: dict
    """
    form = {"To": number, "Body": text}
    form["MessagingServiceSid" if sender.startswith("MG") else "From"] = sender
    if report_url.startswith("https://"):  # others are refused
        form["StatusCallback"] = report_url
    return form


def _read(body):
    try:
        answer = json.loads(body)
        return answer if isinstance(answer, dict) else {}
    except ValueError:
        return {}


def read_answer(status, body):
    """Read the answer to a new message.

    :param int status: of HTTP
    :rtype: Outcome
    """
    answer = _read(body)
    if status in (200, 201) and answer.get("sid"):
        if _STATES.get(answer.get("status")) == "failed":
            return rejected(MESSAGE, str(answer.get("error_message") or ""), code=answer.get("error_code") or "")
        return accepted(answer["sid"], reason=str(answer.get("status") or ""))
    code, message = answer.get("code"), str(answer.get("message") or f"HTTP {status}: {body[:200]}")
    if code in _ERRORS and 400 <= status < 500:
        scope, failure, wait = _ERRORS[code]
        return rejected(scope, message, code=code, failure=failure, retry_after=wait)
    if status in (401, 403):
        return rejected(GATEWAY, message, code=code or status, failure="sms_acc", retry_after=600)
    if status == 429:
        return rejected(GATEWAY, message, code=code or status, failure="sms_server", retry_after=30)
    if status == 400 and code:
        return rejected(MESSAGE, message, code=code)
    return unknown(message, code=code or status)


def signature(auth_token, url, body):
    """What stands in the header X-Twilio-Signature of a call to us, from Twilio's page on the security of webhooks.

    :param str url: the address as Twilio knows it, with the query
    :param str body: the posted form as it came
    :rtype: str
    """
    form = "".join(name + value for name, value in sorted(parse_qsl(body, keep_blank_values=True)))
    digest = hmac.digest(auth_token.encode(), (url + form).encode(), "sha1")
    return base64.b64encode(digest).decode()


def read_report(body):
    """Read a call of the status callback.

    :return: ``(state of the attempt or None, text)``
    """
    form = parse_qs(body)
    status, code = (form.get(name, [""])[0] for name in ("MessageStatus", "ErrorCode"))
    return _STATES.get(status), f"{status} {code}".strip()


def read_inbound(body):
    """Read a message of a customer.

    :return: dict with ``sender``, ``receiver``, ``text``, ``external_id``
    """
    form = {name: value[0].replace("\0", "") for name, value in parse_qs(body).items()}
    names = {"sender": "From", "receiver": "To", "text": "Body", "external_id": "MessageSid"}
    return {ours: form.get(theirs, "") for ours, theirs in names.items()}


def read_state(body):
    """Read a message that was asked for by its id.

    :return: state of the attempt, or None
    """
    return _STATES.get(_read(body).get("status"))


def read_credit(body):
    """Read the balance.

    :return: ``(amount, currency)``, or None
    """
    answer = _read(body)
    try:
        return float(answer["balance"]), str(answer["currency"])
    except (KeyError, TypeError, ValueError):
        return None
