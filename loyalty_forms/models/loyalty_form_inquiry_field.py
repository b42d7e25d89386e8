from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoyaltyFormField(models.Model):
    """A field of an inquiry form asks for a field of the form that is looked up."""

    _inherit = "loyalty.form.field"

    lookup_field_id = fields.Many2one(
        "loyalty.form.field",
        string="Looks Up",
        ondelete="restrict",
        index="btree_not_null",
        help="The field of the other form that must have what is typed here. Digits, letters, spaces and dashes may be"
        " typed any way.",
    )
    lookup_match = fields.Selection(
        [("exact", "The whole value"), ("ends", "The end, such as the last four digits")],
        string="Must Match",
        default="exact",
        required=True,
    )
    # Up to which entry the keys of this field are made; -1: all of them.
    keys_done_to = fields.Integer(default=-1, copy=False, readonly=True)

    @api.onchange("lookup_field_id")
    def _onchange_lookup_field_id(self):
        asked = self.lookup_field_id
        if asked:
            self.label = self.label or asked.label
            self.kind = asked.kind if asked.kind in ("phone", "email", "date", "number") else "text"
            self.required = True

    @api.onchange("lookup_match")
    def _onchange_lookup_match(self):
        """The end of a telephone number is none, so it is a plain text that visitors type."""
        asked = self.lookup_field_id
        if asked and self.lookup_match == "ends":
            self.kind = "text"
            if self.label in (False, asked.label):
                self.label = self.env._("%s (last four)", asked.label)

    @api.constrains("lookup_field_id", "form_id")
    def _check_lookup_field(self):
        for field in self.filtered("lookup_field_id"):
            other = field.lookup_field_id.form_id
            if field.purpose != "inquiry" or other.purpose == "inquiry" or other.company_id != field.company_id:
                raise ValidationError(self.env._("“%s” cannot look this up.", field.label))

    @api.model_create_multi
    def create(self, vals_list):
        form_fields = super().create(vals_list)
        form_fields._rebuild_keys(self.browse())
        return form_fields

    def write(self, vals):
        before = self.lookup_field_id
        result = super().write(vals)
        if "lookup_field_id" in vals:
            self._rebuild_keys(before)
        return result

    def _rebuild_keys(self, before):
        live = self.filtered(lambda field: not field.form_id.draft_of_id)
        asked = live.lookup_field_id - before
        if asked:
            self.env["loyalty.form.key"].sudo()._rebuild(asked.sudo())
