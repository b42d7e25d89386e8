import secrets

from odoo import api, fields, models


class LoyaltyFormFieldOption(models.Model):
    _name = "loyalty.form.field.option"
    _inherit = ["loyalty.form.texts"]
    _description = "Form Field Option"
    _order = "sequence, id"

    field_id = fields.Many2one("loyalty.form.field", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    # Stored in answers, so that an option can be renamed and translated.
    key = fields.Char(required=True, readonly=True, copy=False, default=lambda self: "o" + secrets.token_hex(4))

    _key_unique = models.UniqueIndex("(field_id, key)")

    @api.model_create_multi
    def create(self, vals_list):
        options = super().create(vals_list)
        options.field_id.form_id._sync_definition()
        return options

    def write(self, vals):
        result = super().write(vals)
        self.field_id.form_id._sync_definition()
        return result

    def unlink(self):
        forms = self.field_id.form_id
        result = super().unlink()
        forms._sync_definition()
        return result

    def _texts_changed(self):
        self.field_id.form_id._sync_definition()

    def _twins(self, copies):
        """The copy of each of these options; see the fields."""
        return dict(zip(self.sorted("id"), copies.sorted("id"), strict=True))
