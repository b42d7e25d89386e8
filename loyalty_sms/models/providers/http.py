import json
from urllib.parse import parse_qs

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...tools import http_template
from ...transport import Request

_lt = LazyTranslate(__name__)


class LoyaltySmsProviderHttp(models.AbstractModel):
    """Any provider that takes a message by one HTTP request, described in the set-up instead of in code."""

    _name = "loyalty.sms.provider.http"
    _inherit = ["loyalty.sms.provider.kind"]
    _description = "SMS Provider: HTTP"
    _label = _lt("Other (HTTP)")
    _sequence = 90
    _reports = True
    _inbound = True
    _required = ("url",)
    _optional = ("username", "password", "api_key", "sender")

    def _request(self, gateway, attempt):
        values = {
            "number": attempt.number,
            "text": attempt.message_id.body,
            "ref": attempt.ref,
            "report_url": gateway._report_url(attempt.ref),
            "sender": gateway.sender or "",
            "username": gateway.username or "",
            "password": gateway.password or "",
            "api_key": gateway.api_key or "",
        }
        options = {"headers": {}}
        if gateway.http_header:
            name, _colon, value = gateway.http_header.partition(":")
            options["headers"][name.strip()] = value.strip()
        if gateway.http_method == "form":
            options["data"] = http_template.fill_form(gateway.http_body, values)
        elif gateway.http_method == "json":
            options["data"] = http_template.fill_json(gateway.http_body, values).encode()
            options["headers"]["Content-Type"] = "application/json"
        success, id_path = gateway.http_success or "", gateway.http_id_path or ""
        return Request(
            "GET" if gateway.http_method == "get" else "POST",
            http_template.fill_address(gateway.url, values),
            lambda status, body: http_template.read_answer(status, body, success, id_path),
            options,
        )

    def _params(self, query, body):
        """What came with a call, from the query, a form or JSON, by name."""
        params = parse_qs(query) | parse_qs(body)
        values = {name: value[0] for name, value in params.items()}
        try:
            posted = json.loads(body)
        except ValueError:
            posted = {}
        if isinstance(posted, dict):
            values |= {name: value for name, value in posted.items() if isinstance(value, (str, int))}
        return {name: str(value).replace("\0", "") for name, value in values.items()}

    def _read_report(self, gateway, query, body):
        status = self._params(query, body).get(gateway.http_report_param or "status", "")
        return http_template.read_report(status, gateway.http_delivered, gateway.http_failed), status[:100]

    def _read_inbound(self, gateway, query, body):
        params = self._params(query, body)
        return {
            "sender": params.get("from", ""),
            "receiver": params.get("to", ""),
            "text": params.get("text", ""),
            "external_id": params.get("id", ""),
        }

    def _set_up(self, gateway):
        return Markup(
            "<p>%s</p><p><code>{number} {text} {sender} {ref} {report_url} {username} {password} {api_key}"
            "</code></p><p>%s</p><pre dir='ltr'>%s?from=…&amp;to=…&amp;text=…&amp;id=…</pre>"
        ) % (
            self.env._("The address and the body may hold these words, which are replaced for each message:"),
            self.env._("For the replies of customers, have the provider call this address:"),
            gateway._inbound_url(),
        )


class LoyaltySmsGateway(models.Model):
    _inherit = "loyalty.sms.gateway"

    http_method = fields.Selection(
        [("get", "GET, all in the address"), ("form", "POST, form"), ("json", "POST, JSON")],
        string="Request",
        default="get",
        required=True,
        groups="base.group_system",
    )
    http_body = fields.Text(
        "Body",
        groups="base.group_system",
        exportable=False,
        help="Form: to={number}&text={text}. JSON: an object with the words in braces inside of its strings.",
    )
    http_header = fields.Char(
        "Header", groups="base.group_system", exportable=False, help="One more header, such as Authorization: Bearer …"
    )
    http_success = fields.Char(
        "Success Contains",
        groups="base.group_system",
        help="Text that the answer of an accepted message contains. Empty: the HTTP status alone tells.",
    )
    http_id_path = fields.Char(
        "Message Id At", groups="base.group_system", help="Where a JSON answer has the message id: data.0.id"
    )
    http_report_param = fields.Char(
        "Report Parameter", default="status", groups="base.group_system", help="Parameter of a report with the status"
    )
    http_delivered = fields.Char("Delivered Words", default="delivered,1", groups="base.group_system")
    http_failed = fields.Char("Failed Words", default="failed,undelivered,2", groups="base.group_system")

    @api.constrains("kind", "http_method", "http_body", "http_header")
    def _check_http(self):
        for gateway in self.sudo().filtered(lambda gateway: gateway.kind == "http"):
            if gateway.http_method == "json":
                try:
                    json.loads(gateway.http_body or "{}")
                except ValueError as error:
                    raise ValidationError(self.env._("The body is no JSON: %s", error)) from error
            if gateway.http_header and (":" not in gateway.http_header or "\n" in gateway.http_header):
                raise ValidationError(self.env._("A header is written as “Name: value”."))

    def _secrets(self):
        return [*super()._secrets(), (self.http_header or "").partition(":")[2].strip()]
