from odoo import api, models
from odoo.exceptions import AccessDenied
from odoo.fields import Domain


class ResUsers(models.Model):
    """Customers sign in by a code to their mobile. Staff do not: their password is theirs alone (S10)."""

    _inherit = "res.users"

    @api.model
    def _may_sign_in_by_code(self):
        return bool(self.env["ir.config_parameter"].sudo().get_param("crm_segments.code_signin"))

    @api.model
    def _partner_for_code(self, mobile):
        """The customer who may sign in with a number: who has a login already, else the only one with it.

        :param str mobile: E.164, or None
        :return: res.partner, empty for unknown, waiting and blocked customers
        """
        partners = self.env["res.partner"].sudo()
        if not mobile:
            return partners
        users = self.sudo().search([("partner_id.phone_sanitized", "=", mobile), ("share", "=", True)])
        users = users.filtered(lambda user: user.has_group("base.group_portal") and user.partner_id._may_get_code())
        if users:
            own = users.filtered(lambda user: user.login == mobile)
            return (own or users.sorted("login_date", reverse=True))[0].partner_id
        domain = [("phone_sanitized", "=", mobile), ("is_customer_club", "=", True), ("user_ids", "=", False)]
        found = partners.search(domain, limit=2)
        archived = self.sudo().search_count(
            Domain("partner_id.phone_sanitized", "=", mobile) & Domain("active", "=", False), limit=1
        )
        return found if len(found) == 1 and not archived and found._may_get_code() else partners

    @api.model
    def _code_credential(self, token, number, code):
        """What `authenticate` needs for a code.

        :return: dict; who has no login yet is named by his number alone
        """
        mobile = self.env["club.one.time.code"]._mobile(number)
        partner = self._partner_for_code(mobile)
        user = partner.user_ids.filtered("active")[:1]
        if partner and not user:
            user = self._open_login(partner, token, mobile, code)
        # an unknown number goes the same way, and ends as a wrong code
        return {
            "type": "club_code",
            "login": user.login or mobile or "-",
            "token": token,
            "number": mobile or "",
            "code": code,
        }

    @api.model
    def _open_login(self, partner, token, mobile, code):
        """Give a customer without a login one, if the code is right. It is used up by signing in, not by this."""
        if not self.env["club.one.time.code"]._verify(token, mobile, code, "signin", use=False):
            raise AccessDenied
        return partner._grant_portal_login()

    def _check_credentials(self, credential, env):
        """Override of `base`: a code instead of a password."""
        if credential["type"] != "club_code":
            return super()._check_credentials(credential, env)
        codes = self.env["club.one.time.code"]
        partner = self.env.user.partner_id
        number = credential.get("number")
        right = codes._verify(credential.get("token") or "", number, credential.get("code"), "signin")
        if not right or not self.env.user.share or partner.sudo().phone_sanitized != number:
            raise AccessDenied
        if not self._may_sign_in_by_code() or not partner.sudo()._may_get_code():
            raise AccessDenied
        return {"uid": self.env.user.id, "auth_method": "club_code", "mfa": "default"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _may_get_code(self):
        """:return: whether this customer may sign in now"""
        self.ensure_one()
        kinds = {self.customer_status_kind, self.commercial_partner_id.customer_status_kind}
        return not kinds & {"blocked", "pending"}
