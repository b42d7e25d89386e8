import time

from odoo import http
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request

from odoo.addons.web.controllers.home import Home

FLOOR = 0.3  # seconds that an answer takes at least, so that its time does not tell whether the number is known


class CodeLogin(Home):
    """Customers sign in with their mobile and a code by SMS (S10). Works without JavaScript."""

    @http.route("/web/login/code", type="http", auth="public", website=True, sitemap=False, methods=["GET", "POST"])
    def code_login(self, redirect=None, **post):
        """Ask for the number, then for the code; then open the session."""
        if not request.env["res.users"]._may_sign_in_by_code():
            raise request.not_found()
        if request.session.uid:
            return request.redirect(self._login_redirect(request.session.uid, redirect=redirect))
        values = {"step": "number", "number": (post.get("number") or "")[:64], "redirect": redirect}
        if request.httprequest.method == "POST":
            began = time.monotonic()
            step = self._check_code if post.get("token") and not post.get("again") else self._send_code
            result = step(values, post)
            time.sleep(max(0, FLOOR - (time.monotonic() - began)))
            if result:
                return result
        response = request.render("crm_segments.code_login", values)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        return response

    def _send_code(self, values, post):
        """Known and unknown numbers get the same answer. Who asks too soon again may still enter the last code."""
        users = request.env["res.users"]
        codes = request.env["club.one.time.code"]
        partner = users._partner_for_code(codes._mobile(values["number"]))
        try:
            token = codes._issue(
                "signin", values["number"], request.httprequest.remote_addr, partner, deliver=bool(partner)
            )
            values.update(step="code", token=token)
        except UserError as error:
            values["error"] = error.args[0]
            if post.get("token"):
                values.update(step="code", token=post["token"][:128])

    def _check_code(self, values, post):
        token, code = post["token"][:128], post.get("code", "")
        users = request.env["res.users"]
        try:
            credential = users._code_credential(token, values["number"], code)
            auth_info = request.session.authenticate(request.env, credential)
        except AccessDenied:
            values.update(step="code", token=token, error=request.env["club.one.time.code"]._refusal(token))
            return None
        return request.redirect(self._login_redirect(auth_info["uid"], redirect=values["redirect"]))
