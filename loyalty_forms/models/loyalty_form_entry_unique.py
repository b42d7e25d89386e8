from odoo import models

from ..tools.errors import AnswerError


class LoyaltyFormEntry(models.Model):
    _inherit = "loyalty.form.entry"

    def _claim_unique_answers(self, form_fields):
        """Take the answers of these fields that may be given once.

        :raise AnswerError: when another entry has one of them; its second argument is the field's key
        """
        Unique = self.env["loyalty.form.unique.answer"].sudo()
        for entry in self.filtered(lambda entry: entry.state != "spam"):
            answers = entry._stored_answers()
            for field in form_fields:
                value = Unique._value(field, answers.get(field.key))
                if value and not Unique._claim(field, entry, value):
                    raise AnswerError(self.env._("Somebody has sent this already. Please check it."), field.key)
