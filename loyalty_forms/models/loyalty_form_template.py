from odoo import api, models
from odoo.fields import Command


class LoyaltyForm(models.Model):
    _inherit = "loyalty.form"

    @api.model
    def action_new_registration(self):
        """Make a club registration form from the ready template, not published, and open it."""
        form = self.create(self._registration_template())
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": form.id,
            "views": [(False, "form")],
        }

    @api.model
    def _registration_template(self):
        """Values of a form for registering in a club: name, mobile, e-mail, birthday and consent."""
        _ = self.env._
        club = self.env["loyalty.club"].search([("company_id", "in", [False, self.env.company.id])], limit=1)
        consent = _("<p>You may keep my data for the customer club and send me its messages.</p>")
        form_fields = [
            {"kind": "text", "label": _("Name"), "alias": "name", "maps_to": "name", "required": True},
            {"kind": "phone", "label": _("Mobile"), "alias": "mobile", "maps_to": "phone", "required": True},
            {"kind": "email", "label": _("E-mail"), "alias": "email", "maps_to": "email"},
            {"kind": "date", "label": _("Birthday"), "alias": "birthday", "maps_to": "birthday"},
            {"kind": "consent", "label": _("I agree"), "alias": "consent", "required": True, "content": consent},
        ]
        return {
            "name": _("Club registration"),
            "purpose": "registration",
            "club_id": club.id,
            "needs_approval": True,
            "submit_label": _("Register"),
            "thank_text": _(
                "<p>Dear {{name}}, thank you. We have received your registration and will tell you as soon as it is"
                " approved.</p>"
            ),
            "field_ids": [
                Command.create({**vals, "sequence": index * 10}) for index, vals in enumerate(form_fields, start=1)
            ],
        }
