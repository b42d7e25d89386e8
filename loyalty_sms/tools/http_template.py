"""The configurable HTTP gateway: a request made from templates, an answer read by simple rules."""

import json
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from .outcome import GATEWAY, MESSAGE, accepted, rejected, unknown

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _fill(text, values):
    """Fill in one pass, so that a placeholder inside of a message stays text."""
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)


def fill_address(template, values):
    """Put values into the query of an address, each one quoted, so that none can add a parameter or leave the host.

    :param str template: such as ``https://sms.example/send?to={number}&text={text}``
    :param dict values: by placeholder
    :rtype: str
    """
    parts = urlsplit(template)
    query = [(name, _fill(value, values)) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def fill_form(template, values):
    """Fill a form body, written as ``to={number}&text={text}``.

    :return: ``[(name, value)]``
    """
    return [(name, _fill(value, values)) for name, value in parse_qsl(template or "", keep_blank_values=True)]


def fill_json(template, values):
    """Fill a JSON body. Placeholders stand inside of strings and stay inside of them.

    :raise ValueError: when the template is no JSON
    :rtype: str
    """

    def walk(node):
        if isinstance(node, str):
            return _fill(node, values)
        if isinstance(node, list):
            return [walk(item) for item in node]
        if isinstance(node, dict):
            return {key: walk(item) for key, item in node.items()}
        return node

    return json.dumps(walk(json.loads(template or "{}")), ensure_ascii=False)


def _pick(node, path):
    """Follow ``data.0.id`` through JSON."""
    for key in path.split("."):
        if isinstance(node, list) and key.isdigit() and int(key) < len(node):
            node = node[int(key)]
        elif isinstance(node, dict) and key in node:
            node = node[key]
        else:
            return None
    return node


def read_answer(status, body, success="", id_path=""):
    """Read the answer of a provider of which we know only what the set-up says.

    A server error may come after the message was taken, so it stays unknown.

    :param int status: of HTTP
    :param str body: the answer
    :param str success: text that an answer of success contains; empty when the HTTP status tells all
    :param str id_path: where a JSON answer has the message id, such as ``data.0.id``
    :rtype: Outcome
    """
    excerpt = body.strip()[:200]
    if 200 <= status < 300:
        if success and success not in body:
            return rejected(MESSAGE, excerpt, code=status)
        provider_ref = ""
        if id_path:
            try:
                provider_ref = _pick(json.loads(body), id_path)
            except ValueError:
                provider_ref = ""
        return accepted(provider_ref, reason=excerpt)
    if status in (401, 403, 407):
        return rejected(GATEWAY, excerpt, code=status, failure="sms_acc", retry_after=300)
    if status == 402:
        return rejected(GATEWAY, excerpt, code=status, failure="sms_credit", retry_after=600)
    if status == 429:
        return rejected(GATEWAY, excerpt, code=status, failure="sms_server", retry_after=30)
    if status in (301, 302, 307, 308, 404, 405):
        return rejected(GATEWAY, excerpt or f"HTTP {status}", code=status, failure="sms_server", retry_after=300)
    if 400 <= status < 500 and status != 408:
        return rejected(MESSAGE, excerpt, code=status)
    return unknown(excerpt or f"HTTP {status}", code=status)


def read_report(value, delivered, failed):
    """Read the status of a delivery report by the words of the set-up.

    :param str value: the status as it came
    :param str delivered: words that mean delivered, separated by commas
    :param str failed: words that mean not delivered
    :return: state of the attempt, or None
    """
    word = (value or "").strip().casefold()
    for words, state in ((delivered, "delivered"), (failed, "failed")):
        if word and word in {item.strip().casefold() for item in (words or "").split(",") if item.strip()}:
            return state
    return None
