import logging

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class _Unlogged(str):
    """The text of an SMS of which the log keeps another form. A class, so that no client can ask for it by context."""


class ResPartner(models.Model):
    """The portal login of customers, with or without e-mail, and what they are told when they get it (C3, C4)."""

    _inherit = "res.partner"

    def _check_blockable(self):
        """:raise UserError: one of them, or one who belongs to them, is staff"""
        users = self._login_family().user_ids
        if staff := users.filtered(lambda user: user.active and not user.share):
            raise UserError(
                self.env._("%s works with this database and cannot be blocked.", ", ".join(staff.mapped("name")))
            )

    def _suspend_portal_login(self):
        """Archive the portal users and remember which, so that `_restore_portal_login` gives back just those."""
        self._check_blockable()
        users = self._login_family().user_ids.filtered(lambda user: user.active and user.share)
        users.write({"active": False, "is_club_suspended": True})

    def _restore_portal_login(self):
        users = self._login_family().user_ids.filtered("is_club_suspended")
        users = users.filtered(
            lambda user: not user.partner_id._is_blocked() and user.partner_id.customer_status_kind != "pending"
        )
        users.write({"active": True, "is_club_suspended": False})

    def _login_family(self):
        """The customers and the contacts under them: who blocks a company blocks those who buy for it."""
        return self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])

    def _portal_login_name(self):
        """With what the customer signs in: his e-mail, else his mobile in E.164; False when both are missing or taken.

        :rtype: str | bool
        """
        self.ensure_one()
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        for login in (self.email_normalized, self.phone_sanitized):
            if login and not Users.search_count([("login", "=", login)], limit=1):
                return login
        return False

    def _grant_portal_login(self):
        """Give the customer a portal user, unless he has one.

        :return: res.users, empty when he has neither e-mail nor mobile of his own
        """
        self.ensure_one()
        partner = self.sudo()
        if users := partner.with_context(active_test=False).user_ids:
            partner._restore_portal_login()
            return users.filtered("active")[:1]
        login = partner._portal_login_name()
        if not login:
            if partner.email_normalized or partner.phone_sanitized:
                partner.message_post(
                    body=self.env._("No login was made: another user signs in with this e-mail or mobile.")
                )
            return users
        company = partner.company_id or self.env.company
        user = (
            self.env["res.users"]
            .sudo()
            .with_company(company)
            .with_context(no_reset_password=True)
            ._create_user_from_template(
                {
                    "login": login,
                    "email": partner.email_normalized or False,
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "company_ids": [(6, 0, company.ids)],
                    **({"lang": partner.lang} if partner.lang else {}),
                }
            )
        )
        partner.signup_prepare()
        return user

    def _send_welcome(self):
        """Tell the approved customer, with the link under which he chooses his password."""
        self.ensure_one()
        url = ""
        if user := self.sudo().user_ids[:1]:
            # who chose his password when he signed up just signs in
            url = self.sudo()._get_signup_url() if not user.login_date and not user._has_password() else ""
        self.with_context(club_login_url=url or f"{self.get_base_url()}/web/login")._send_club_message(
            "customer_approved"
        )

    def _send_club_message(self, name):
        """Send the e-mail and the SMS template of that name, as far as the customer has an address or a mobile.

        A link that signs him in is in what he gets, not in the log that all staff read.

        :param str name: the templates are ``crm_segments.mail_template_<name>`` and ``sms_template_<name>``
        """
        self.ensure_one()
        partner = self.sudo().with_context(lang=self.lang or self.env.lang)
        if partner.customer_status_kind == "blocked":
            return
        mail_template = self.env.ref(f"crm_segments.mail_template_{name}", raise_if_not_found=False)
        if mail_template and partner.email_normalized:
            mail_template.sudo().send_mail(
                partner.id,
                email_values={"message_type": "user_notification", "auto_delete": True},
                email_layout_xmlid="mail.mail_notification_light",
            )
        sms_template = self.env.ref(f"crm_segments.sms_template_{name}", raise_if_not_found=False)
        if sms_template and partner.phone_sanitized:
            sms_template = sms_template.sudo()
            content = sms_template._render_field("body", partner.ids, compute_lang=True)[partner.id]
            partner.with_context(club_sms=_Unlogged(content))._message_sms_with_template(
                template=sms_template.with_context(club_login_url="…")
            )

    def _notify_thread_by_sms(self, message, recipients_data, msg_vals=False, sms_content=None, **kwargs):
        unlogged = self.env.context.get("club_sms")
        if isinstance(unlogged, _Unlogged):
            sms_content = str(unlogged)
        return super()._notify_thread_by_sms(
            message, recipients_data, msg_vals=msg_vals, sms_content=sms_content, **kwargs
        )
