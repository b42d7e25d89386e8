from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..tools import captcha
from . import guard
from .form_screen import page_route


class Sound(http.Controller):
    """The security text for those who do not see its picture."""

    @page_route("/loyalty_forms/sound", multilang=True)
    def sound(self, t="", **_kwargs):
        ip = request.httprequest.remote_addr or ""
        if not captcha.available() or request.env["loyalty.form.hit"].sudo()._limited(ip, step=True)[0]:
            raise NotFound()
        content = guard.speak_picture(request.env, t)
        if content is None:
            raise NotFound()
        headers = [("Content-Type", "audio/wav"), ("Cache-Control", "no-store")]
        return request.make_response(content, headers)
