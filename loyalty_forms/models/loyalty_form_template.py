import json
from pathlib import Path

from odoo import api, models
from odoo.tools import file_path

from ..tools import document


class LoyaltyForm(models.Model):
    """Ready forms to start from (F1): documents like those that are exported, in English and Persian."""

    _inherit = "loyalty.form"

    @api.model
    def _template_folders(self):
        """Where templates lie. A hook: other add-ons add a folder of theirs.

        :rtype: list of paths
        """
        return [Path(file_path("loyalty_forms/form_templates"))]

    @api.model
    def _templates(self):
        """All templates, by name, in their order.

        :rtype: dict
        """
        files = [path for folder in self._template_folders() for path in folder.glob("*.json")]
        found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}
        return dict(sorted(found.items(), key=lambda item: item[1].get("sequence", 100)))

    @api.model
    def _from_template(self, name):
        """Make a form, not published, from a template.

        :rtype: odoo.models.Model
        """
        form = self._from_document(document.check(self._templates()[name]))
        if form.purpose == "registration":
            form.club_id = self._first_club()
        return form

    @api.model
    def _first_club(self):
        return self.env["loyalty.club"].search([("company_id", "in", [False, self.env.company.id])], limit=1)

    @api.model
    def _registration_template(self):
        """Values of a form for registering in a club, in the user's language."""
        values = self._create_values(document.check(self._templates()["registration"]))
        return {**values, "club_id": self._first_club().id}

    @api.model
    def action_new_registration(self):
        """Make a club registration form from the ready template, not published, and open it."""
        return self._from_template("registration")._action_open()

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
