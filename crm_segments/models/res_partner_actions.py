from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """The operations of the rows in the customer list (C1)."""

    _inherit = "res.partner"

    def action_club_open(self):
        """Open the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("crm_segments.res_partner_view_customer_page").id, "form")],
        }

    def action_club_change(self):
        """Change something for all who are selected."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change"),
            "res_model": "club.bulk.action",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }

    def action_club_contact(self):
        """Open all that Odoo knows of the contact: addresses, sales, accounting."""
        return {**self.action_club_open(), "views": [(self.env.ref("base.view_partner_form").id, "form")]}

    def action_club_sms(self):
        """Write an SMS to one or many."""
        if mailing := self._open_mailing("sms", "mass_mailing_sms.mailing_mailing_view_form_sms"):
            return mailing
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send SMS"),
            "res_model": "sms.composer",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": "res.partner",
                "default_res_ids": self.ids,
                "default_composition_mode": "comment" if len(self) == 1 else "mass",
                "default_mass_keep_log": True,
            },
        }

    def action_club_email(self):
        """Write an e-mail to one or many."""
        if mailing := self._open_mailing("mail", "mass_mailing.view_mail_mass_mailing_form"):
            return mailing
        context = {
            "default_model": "res.partner",
            "default_res_ids": self.ids,
            "default_composition_mode": "comment" if len(self) == 1 else "mass_mail",
        }
        if len(self) == 1:
            context["default_partner_ids"] = self.ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Email"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def _open_mailing(self, kind, view):
        """A mailing to the whole list, where it is longer than the ids that the web client hands over.

        :param str kind: `sms` or `mail`
        :return: the action; None where the customers at hand are all who are meant
        :raise UserError: there are too many, and the user makes no mailings
        """
        domain = self.env["club.whole.list.mixin"]._default_list_domain()
        if not domain:
            return None
        if not self.env["mailing.mailing"].has_access("create"):
            raise UserError(
                self.env._(
                    "The list holds more than the %s customers who can be written to at once. Narrow it, or ask "
                    "somebody who makes mailings.",
                    len(self),
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mailing"),
            "res_model": "mailing.mailing",
            "views": [(self.env.ref(view).id, "form")],
            "context": {
                "default_mailing_type": kind,
                "default_mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "default_mailing_domain": repr(domain),
            },
        }
