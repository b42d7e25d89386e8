from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..tools import captcha
from . import guard


class Sound(http.Controller):
    """The security text for those who do not see its picture."""

    @http.route(
        "/loyalty_forms/sound",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=True,
        sitemap=False,
        save_session=False,
    )
    def sound(self, t="", **_kwargs):
        ip = request.httprequest.remote_addr or ""
        if not captcha.available() or request.env["loyalty.form.hit"].sudo()._limited(ip, step=True):
            raise NotFound()
        content = guard.speak_picture(request.env, t)
        if content is None:
            raise NotFound()
        headers = [("Content-Type", "audio/wav"), ("Cache-Control", "no-store")]
        return request.make_response(content, headers)
