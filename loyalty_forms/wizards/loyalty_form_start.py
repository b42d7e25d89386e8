import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class LoyaltyFormStart(models.TransientModel):
    """How a new form begins: empty, from a template, or from a file that was exported."""

    _name = "loyalty.form.start"
    _description = "Start a Form"

    source = fields.Selection(
        [("template", "From a template"), ("file", "From a file"), ("empty", "Empty")],
        required=True,
        default="template",
    )
    template = fields.Selection("_selection_template", default="registration")
    about = fields.Char(compute="_compute_about")
    file = fields.Binary(help="A form that was exported here or in another shop.")
    file_name = fields.Char()
    name = fields.Char(string="Name of the Form")

    @api.model
    def _selection_template(self):
        templates = self.env["loyalty.form"]._templates()
        return [(name, self._in_my_language(template["form"]["name"])) for name, template in templates.items()]

    @api.model
    def _in_my_language(self, texts):
        return texts.get(self.env.lang) or texts["en_US"]

    @api.depends("template")
    def _compute_about(self):
        templates = self.env["loyalty.form"]._templates()
        for start in self:
            about = templates.get(start.template, {}).get("about")
            start.about = about and self._in_my_language(about)

    def action_start(self):
        """Make the form and open its builder."""
        self.ensure_one()
        Form = self.env["loyalty.form"]
        if self.source == "file":
            if not self.file:
                raise UserError(self.env._("Please choose a file."))
            form = Form._from_document(base64.b64decode(self.file))
        elif self.source == "template" and self.template:
            form = Form._from_template(self.template)
        else:
            form = Form.create({"name": self.name or self.env._("New form")})
        return form.action_build()
