"""The wire format of Kannel's sendsms, its delivery reports and its inbound messages."""

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from .outcome import GATEWAY, MESSAGE, NUMBER, _, accepted, rejected, unknown
from .segments import count_segments

DLR_MASK = 27  # delivered 1, failed 2, taken by the SMS centre 8, refused by it 16; not buffered 4
_REPORT = {"1": "delivered", "2": "failed", "4": "accepted", "8": "accepted", "16": "rejected"}
# The encodings that Kannel names; anything else is read as UTF-8 with replacement.
_CHARSETS = {"utf-16be": "utf-16-be", "utf-16": "utf-16", "ucs-2": "utf-16-be", "utf-8": "utf-8"}


def sendsms_query(user, password, sender, numbers, text, report_url):
    """The parameters of one sendsms request.

    Long texts are split by Kannel. The answer carries no id: reports are told apart by `report_url` alone.

    :param list numbers: receivers of the text, all different
    :param str report_url: our address; gets Kannel's own escapes appended, among them the receiver
    :rtype: dict
    """
    query = {"username": user, "password": password, "to": " ".join(numbers), "text": text, "charset": "UTF-8"}
    if sender:
        query["from"] = sender
    query["coding"] = "2" if count_segments(text).encoding == "ucs2" else "0"
    if report_url:
        query["dlr-mask"] = str(DLR_MASK)
        query["dlr-url"] = f"{report_url.replace('%', '%%')}?status=%d&to=%p&at=%t&answer=%A"
    return query


def sendsms_address(url):
    """The address of sendsms; of a bare host the place where Kannel has it by default.

    :rtype: str
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path="/cgi-bin/sendsms")) if parts.path in ("", "/") else url


def read_answer(status, body, numbers=("",)):
    """Read the answer to sendsms.

    :param int status: of HTTP
    :param str body: such as ``"0: Accepted for delivery"``, with receivers of a black list named behind it
    :param list numbers: the receivers
    :return: one `Outcome` for the request, or a list with one for each receiver
    """
    text = body.strip()[:200]
    if status == 202 and re.match(r"[03]:", text):
        denied = set(body.partition("Denied receivers are:")[2].split())
        if not denied:
            return accepted(reason=text)
        refusal = rejected(NUMBER, _("Denied by Kannel"), code=status, failure="sms_blacklist")
        return [refusal if number in denied else accepted(reason=text[:30]) for number in numbers]
    if status in (401, 403):
        return rejected(GATEWAY, text, code=status, failure="sms_acc", retry_after=300)
    if status in (400, 404):
        return rejected(MESSAGE, text, code=status)
    if status == 503:
        return rejected(GATEWAY, text, code=status, failure="sms_server", retry_after=30)
    return unknown(text, code=status)


def read_report(params):
    """Read a delivery report.

    :param dict params: of our own address, as `parse_query` gives them
    :return: ``(state of the attempt or None, text)``
    """
    answer = params.get("answer", b"").decode("utf-8", "replace")
    return _REPORT.get(params.get("status", b"").decode("ascii", "replace")), answer.replace("\0", "")


def parse_query(raw):
    """Split a query string without decoding: Kannel sends bytes in the charset that it names.

    :param str raw: the query as it came, each byte one character
    :return: ``{name: bytes}``; of repeated names the first counts
    """
    params = {}
    for pair in raw.split("&"):
        name, _equals, value = pair.partition("=")
        params.setdefault(name, unquote_to_bytes(value.replace("+", "%20").encode("latin-1", "replace")))
    return params


def read_inbound(params):
    """Read an inbound message.

    :param dict params: ``from``, ``to``, ``text`` (%b), ``charset`` (%C), ``id`` (%I), ``at`` (%T)
    :return: dict with ``sender``, ``receiver``, ``text``, ``external_id``, ``sent_at`` (seconds since 1970, as text)
    """
    charset = params.get("charset", b"").decode("ascii", "replace").lower()
    body = params.get("text", b"")
    text = body.decode(_CHARSETS.get(charset, "utf-8"), "replace")
    if "\0" in text:  # UTF-16 under another name
        text = body.decode("utf-16-be", "replace")
    values = {name: params.get(name, b"").decode("utf-8", "replace").strip() for name in ("from", "to", "id", "at")}
    return {
        "sender": values["from"].replace("\0", ""),
        "receiver": values["to"].replace("\0", ""),
        "external_id": values["id"].replace("\0", ""),
        "text": text.replace("\0", ""),
        "sent_at": values["at"],
    }


def inbound_address(url):
    """The address to put as get-url in Kannel's sms-service.

    :param str url: our inbound address
    :rtype: str
    """
    return f"{quote(url, safe=':/?=&-_.~')}?from=%p&to=%P&text=%b&charset=%C&id=%I&at=%T"
