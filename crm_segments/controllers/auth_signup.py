from odoo import http
from odoo.http import request

from odoo.addons.auth_signup.controllers.main import AuthSignupHome


class SignupPending(Exception):
    """The visitor has signed up and now waits for approval."""


class CustomerSignup(AuthSignupHome):
    """Who signs up into a group that needs approval is told so, instead of being signed in (C4)."""

    @http.route()
    def web_auth_signup(self, *args, **kw):
        try:
            return super().web_auth_signup(*args, **kw)
        except SignupPending:
            return request.render("crm_segments.signup_pending")

    def _signup_with_values(self, token, values, do_login):
        login, password = values.get("login"), values.get("password")  # signing up takes them out of the values
        result = super()._signup_with_values(token, values, do_login=False)
        Users = request.env["res.users"].sudo()
        user = Users.with_context(active_test=False).search([("login", "=", login)], limit=1)
        if user.is_club_suspended:
            request.env.cr.commit()  # pylint: disable=invalid-commit  # as the sign-up itself does
            raise SignupPending
        if do_login:
            credential = {"login": login, "password": password, "type": "password"}
            request.session.authenticate(request.env, credential)
        return result
