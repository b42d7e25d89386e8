import hmac
import logging
import re
from urllib.parse import urlencode

from werkzeug.exceptions import NotFound, RequestEntityTooLarge

from odoo import http
from odoo.http import request

from ..tools.mask import mask_address


class _HideTokens(logging.Filter):
    """The address is the secret of a gateway, and the server logs each address that is called."""

    def filter(self, record):
        text = record.getMessage()
        if "/sms/club/" in text:
            record.msg, record.args = mask_address(text), ()
        return True


logging.getLogger("werkzeug").addFilter(_HideTokens())

MAX_QUERY = 16 * 1024
MAX_BODY = 64 * 1024
_OPTIONS = {
    "type": "http",
    "auth": "public",
    "methods": ["GET", "POST"],
    "csrf": False,
    "save_session": False,
    "sitemap": False,
    "website": False,
    "max_content_length": MAX_BODY,
}


class LoyaltySms(http.Controller):
    """Where providers report. The address is the secret: each gateway has its own."""

    @http.route("/sms/club/report/<string:token>/<string:ref>", **_OPTIONS)
    def report(self, token, ref, **_params):
        """A delivery report of one attempt."""
        if not re.fullmatch(r"[0-9a-f]{32}", ref):
            raise NotFound
        return self._store(token, "report", ref)

    @http.route("/sms/club/inbound/<string:token>", **_OPTIONS)
    def inbound(self, token, **_params):
        """A message of a customer."""
        return self._store(token, "inbound", False)

    def _store(self, token, kind, ref):
        """Store the raw call; it is processed after the commit. The answer never tells anything."""
        gateway = self._gateway(token)
        raw = request.httprequest
        # As it came: Kannel sends the bytes of other charsets, which a decoded query would have lost.
        query = raw.query_string.decode("latin-1")
        if len(query) > MAX_QUERY or (raw.content_length or 0) > MAX_BODY:
            raise RequestEntityTooLarge
        body = raw.get_data(cache=True, as_text=False)[:MAX_BODY].decode("utf-8", "replace")
        if not body and raw.form:
            body = urlencode(list(raw.form.items(multi=True)))
        provider = gateway._kind()
        url = gateway._report_url(ref) if ref else gateway._inbound_url()
        if provider is not None and not provider._is_genuine(
            gateway, f"{url}?{query}" if query else url, body, raw.headers
        ):
            raise NotFound
        request.env["loyalty.sms.event"].sudo()._receive(gateway, kind, ref, query, body, raw.remote_addr)
        return request.make_response("", [("Content-Type", "text/plain")])

    def _gateway(self, token):
        """The gateway of a token ``<id>-<secret>``, compared in constant time."""
        number, _dash, secret = token.partition("-")
        gateway = request.env["loyalty.sms.gateway"].sudo().with_context(active_test=False)
        if number.isascii() and number.isdigit() and len(number) < 10:
            gateway = gateway.browse(int(number)).exists()
        # A gateway that is not there is compared as well, so that the time tells nothing.
        if not hmac.compare_digest((gateway.token or "-" * 32).encode(), secret.encode()) or not gateway:
            raise NotFound
        return gateway
