"""The one place that talks to providers over the network, and that knows which failures leave a doubt."""

import logging
import re
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import requests
import urllib3

from .tools.mask import mask, mask_address
from .tools.outcome import GATEWAY, _, rejected, spread, unknown

TIMEOUT = 15  # seconds to connect, and to answer
MAX_ANSWER = 4 * 1024 * 1024  # of 200 messages with their texts
IDLE = 1  # seconds for which a kept connection is used again; servers hang up after five and more
UNREACHABLE, NO_ANSWER = _("the provider cannot be reached"), _("no clear answer came")
# Nothing of the request has left this machine when one of these happens.
_NOT_SENT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.SSLError,
    urllib3.exceptions.ProxyError,
    urllib3.exceptions.LocationParseError,
)


class Answer(NamedTuple):
    """What a provider answered: HTTP status and the beginning of the body."""

    status: int
    body: str


class Request(NamedTuple):
    """One request, complete before it leaves: no record of Odoo is in it, so that a thread may carry it.

    `read` is a pure function of HTTP status and body. It gives the `Outcome` of the request, or a list with one for
    each of its messages in their order.
    """

    method: str
    url: str
    read: Callable
    options: dict = {}


class _MaskAddresses(logging.Filter):
    """urllib3 logs whole addresses when debugging, and providers want their keys inside of them."""

    def filter(self, record):
        record.msg, record.args = mask_address(record.getMessage()), ()
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_MaskAddresses())


def exchange(call, count, secrets=()):
    """Make a request and read its answer; credentials are masked in whatever is kept of it.

    Safe to be called in a thread: it touches no database.

    :param Request call: the request
    :param int count: how many messages it carries
    :param secrets: the values to hide
    :return: list of `Outcome`, one for each message
    """
    try:
        answer = request(call.method, call.url, **call.options)
        if isinstance(answer, Answer):
            answer = _read(call, answer)
        outcomes = answer if isinstance(answer, list) else spread(answer, count)
        if len(outcomes) != count:
            outcomes = [unknown(f"{len(outcomes)} answers to {count} messages")] * count
    except Exception as error:  # whatever it was, the request may have left
        outcomes = [unknown(f"{type(error).__name__}: {error}")] * count
    return [outcome._replace(reason=mask(outcome.reason, secrets)[:500]) for outcome in outcomes]


def _read(call, answer):
    try:
        return call.read(answer.status, answer.body)
    except Exception as error:  # an answer that nobody foresaw leaves a doubt, whatever it is
        return unknown(f"HTTP {answer.status}: {error}", code=answer.status)


class _Connections(threading.local):
    """What a thread that sends one request after the other keeps, so that it connects once."""

    keep = False
    session = None
    used_at = 0.0


_connections = _Connections()


def keep_connections():
    """Called in a thread: its requests go over kept connections for as long as it lives.

    A connection that has been idle for a moment is not used again: a peer that closes it just as we write leaves a
    doubt.
    """
    _connections.keep = True


def _session(url):
    if _connections.session and time.monotonic() - _connections.used_at > IDLE:
        _connections.session.close()
        _connections.session = None
    if not _connections.session:
        session = requests.Session()
        # The environment (proxies, certificates) is looked at once, not for each request.
        settings = session.merge_environment_settings(url, {}, None, None, None)
        session.proxies, session.verify, session.trust_env = settings["proxies"], settings["verify"], False
        _connections.session = session
    return _connections.session


def _open(method, url, **options):
    """Begin a request.

    :return: its `requests.Response`, the body still unread
    """
    options = {"allow_redirects": False, "stream": True, **options}
    if not _connections.keep:
        return requests.request(method, url, timeout=TIMEOUT, **options)
    try:
        return _session(url).request(method, url, timeout=TIMEOUT, **options)
    except BaseException:
        _connections.session = None
        raise
    finally:
        _connections.used_at = time.monotonic()


def request(method, url, **options):
    """Make one request. Redirects are not followed: they would carry the credentials elsewhere, or send twice.

    :return: an `Answer` when there is one, else an `Outcome`: rejected when the request certainly never left,
        otherwise unknown
    """
    try:
        with _open(method, url, **options) as response:
            body = response.raw.read(MAX_ANSWER, decode_content=True) or b""
            return Answer(response.status_code, body.decode("utf-8", "replace").replace("\0", ""))
    except (
        requests.exceptions.InvalidURL,
        requests.exceptions.MissingSchema,
        requests.exceptions.InvalidSchema,
    ) as error:
        return rejected(GATEWAY, _describe(error, UNREACHABLE), failure="sms_server", retry_after=300)
    except requests.exceptions.RequestException as error:
        reason = error.args[0] if error.args else error
        if isinstance(getattr(reason, "reason", reason), _NOT_SENT) or isinstance(
            error, (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)
        ):
            return rejected(GATEWAY, _describe(error, UNREACHABLE), failure="sms_server", retry_after=30)
        return unknown(_describe(error, NO_ANSWER))
    except (urllib3.exceptions.HTTPError, OSError) as error:  # while the body was read
        return unknown(_describe(error, NO_ANSWER))


def _describe(error, meaning):
    """What it means, and the error without the address, which may hold the text of the message."""
    reason = error.args[0] if error.args else error
    text = re.sub(r"<[^>]*>: |HTTPS?ConnectionPool\([^)]*\): ", "", str(getattr(reason, "reason", None) or reason))
    text = re.sub(r"https?://\S+", "…", text)
    return f"{meaning}: {text[:200]}"
