import werkzeug.exceptions

from odoo import models
from odoo.http import Response, request

# Forms without files are small. Those that carry files say so on their route.
MAX_BODY = 256 * 1024


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Answer a form that is too big before its body is read, with a page in the visitor's language. Left to the
        parser, the error comes up again while Odoo renders its page, and the visitor sees a trace."""
        super()._pre_dispatch(rule, args)
        limit = rule.endpoint.routing.get("form_max_body")
        if limit and (request.httprequest.content_length or 0) > limit:
            request.params = {}  # the layout asks for them, and they are not parsed yet
            html = request.env["ir.ui.view"]._render_template(
                "loyalty_forms.message_page",
                {
                    "title": request.env._("This is too much"),
                    "message": request.env._("What was sent is too big. Please shorten it and send it again."),
                    "back_url": request.httprequest.path,
                },
            )
            response = Response(html, status=413, content_type="text/html; charset=utf-8")
            response.headers["Connection"] = "close"
            werkzeug.exceptions.abort(response)
