from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import SQL

from ..tools.phone import normalise
from ..tools.text import to_latin_digits


class ResUsers(models.Model):
    """Customers sign in by mobile in any spelling; pending and blocked ones do not (C3, C5)."""

    _inherit = "res.users"

    is_club_suspended = fields.Boolean(
        string="Suspended by Customer Status",
        readonly=True,
        copy=False,
        help="Archived because the customer was blocked or waits for approval; comes back when that ends.",
    )

    @api.constrains("active", "partner_id", "group_ids")
    def _check_customer_may_sign_in(self):
        """No way of making or restoring a login (invitation, wizard, token) goes around the customer's status."""
        for user in self.sudo():
            if user.active and user.share:
                kind = user.partner_id.customer_status_kind
                if user.partner_id._is_blocked():
                    raise ValidationError(self.env._("This customer is blocked and cannot get a login."))
                if kind == "pending":
                    raise ValidationError(self.env._("This customer gets a login when he is approved."))

    @api.model
    def _get_login_domain(self, login):
        domain = super()._get_login_domain(login)
        mobile = normalise(login) if login and "@" not in login else None
        if mobile and mobile != login:
            domain |= Domain("login", "=", mobile)
        elif login and login != to_latin_digits(login):
            domain |= Domain("login", "=", to_latin_digits(login))
        return domain

    def _has_password(self):
        self.ensure_one()
        [[has]] = self.env.execute_query(
            SQL("SELECT password IS NOT NULL AND password <> '' FROM res_users WHERE id = %s", self.id)
        )
        return has

    @api.model
    def _signup_create_user(self, values):
        """A visitor who signs up is a customer; where his group needs approval, he waits before he can sign in."""
        invited = bool(values.get("partner_id"))
        user = super()._signup_create_user(values)
        partner = user.partner_id.sudo()
        partner.with_company(user.company_id).write({"is_customer_club": True})
        self._log_customer_ip(partner, "signup")
        if not invited and partner.customer_group_id.needs_approval:
            partner._request_approval("signup")
        return user

    def authenticate(self, credential, user_agent_env):
        auth_info = super().authenticate(credential, user_agent_env)
        user = self.sudo().browse(auth_info["uid"])
        if user.share and user.partner_id.is_customer_club:
            self._log_customer_ip(user.partner_id, "signin")
        return auth_info

    def _log_customer_ip(self, partner, event):
        if request:
            self.env["club.customer.ip"]._log(
                partner, event, request.httprequest.remote_addr, request.httprequest.user_agent.string
            )
