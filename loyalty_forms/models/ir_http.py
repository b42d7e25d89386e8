import logging

import werkzeug.exceptions

from odoo import models
from odoo.http import Response, request

_logger = logging.getLogger(__name__)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Answer a form that is too big before its body is read, with a page in the visitor's language. Left to the
        parser, the error comes up again while Odoo renders its page, and the visitor sees a trace."""
        result = super()._pre_dispatch(rule, args)
        size = request.httprequest.content_length or 0
        if rule.endpoint.routing.get("loyalty_form") and size:
            form = request.env["loyalty.form"].sudo()._at_address(args.get("slug"))
            if size > form._max_body():
                _logger.info("Form %s: refused (size)", form.id)
                cls._answer_too_big()
        return result

    @classmethod
    def _answer_too_big(cls):
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
