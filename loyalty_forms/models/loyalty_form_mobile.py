from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoyaltyForm(models.Model):
    _inherit = "loyalty.form"

    verify_mobile = fields.Boolean(
        string="Prove the Mobile by a Code",
        help="Before the form is taken, its sender gets a code by SMS and writes it on the page.",
    )

    @api.constrains("verify_mobile", "field_ids", "is_published")
    def _check_verify_mobile(self):
        for form in self.filtered(lambda form: form.verify_mobile and form.is_published):
            if not form._mobile_field():
                raise ValidationError(self.env._("To prove a mobile, the form must ask for one: add a phone field."))

    def _mobile_field(self):
        """The field whose number is proved: the one that fills in the profile, or else the first phone."""
        phones = self.field_ids.filtered(lambda field: field.kind == "phone")
        return (phones.filtered(lambda field: field.maps_to == "phone") or phones)[:1]

    def _number_to_prove(self, answers):
        """The number that a code must be sent to, or None.

        :param dict answers: checked answers by key
        """
        return answers.get(self._mobile_field().key) if self.verify_mobile else None


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    mobile_proved = fields.Boolean(readonly=True, help="The sender wrote the code that was sent to this number.")
    sender_proved = fields.Boolean(
        string="Sender Is Certain",
        readonly=True,
        copy=False,
        help="He was signed in, came by a link of his own, or wrote the code that was sent to his mobile.",
    )
