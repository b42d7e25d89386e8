from odoo import fields, models


class LoyaltyFormSavedAnswer(models.Model):
    """A text that staff answer with again and again (F9)."""

    _name = "loyalty.form.saved.answer"
    _description = "Ready Answer"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, default=lambda self: self.env.company)
    form_id = fields.Many2one(
        "loyalty.form", ondelete="cascade", index="btree_not_null", help="Empty: for the entries of all forms."
    )
    subject = fields.Char(translate=True)
    text = fields.Html(translate=True, string="E-mail Text")
    sms_text = fields.Text(translate=True, string="SMS Text")
