import json

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

MAX_REQUEST = 5_000_000
CHUNK = 64 * 1024


def excel_response(stream, title):
    """Send an Excel file piece by piece.

    :param stream: open file at its beginning; closed when it was sent
    :param str title: its name without extension
    """
    headers = [
        ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("Content-Disposition", content_disposition(f"{title}.xlsx")),
        ("X-Content-Type-Options", "nosniff"),
    ]
    response = request.make_response(iter(lambda: stream.read(CHUNK), b""), headers=headers)
    response.call_on_close(stream.close)
    return response


class ClubExport(http.Controller):
    """The Excel button of lists with ``js_class="club_list"`` (C20)."""

    @http.route("/club/export/xlsx", type="http", auth="user", methods=["POST"])
    def export_xlsx(self, data):
        """Send what a list shows as an Excel file.

        :param str data: JSON with ``model``, ``columns`` ([{name, label}]), ``domain``, ``order``, ``ids``, ``title``
            and ``context``
        """
        params = self._parse(data)
        context = {
            key: value
            for key, value in (params.get("context") or {}).items()
            if key in ("allowed_company_ids", "active_test", "tz")
        }
        stream = (
            request.env["club.export"]
            .with_context(**context)
            ._export(
                params["model"],
                params.get("columns"),
                domain=params.get("domain") or [],
                order=params.get("order"),
                ids=params.get("ids"),
                title=params.get("title"),
            )
        )
        return excel_response(stream, str(params.get("title") or params["model"])[:100])

    def _parse(self, data):
        """:raise UserError: what came is no request of our button"""
        try:
            if len(data) > MAX_REQUEST:
                raise ValueError
            params = json.loads(data)
            if not isinstance(params, dict) or params["model"] not in request.env:
                raise ValueError
            if not all(isinstance(column, dict) for column in params["columns"]):
                raise ValueError
            if not isinstance(params.get("context") or {}, dict) or not isinstance(params.get("ids") or [], list):
                raise ValueError
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise UserError(request.env._("This export cannot be understood.")) from error
        return params
