from odoo import models


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
