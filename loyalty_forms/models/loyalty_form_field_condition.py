from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_segments.tools.text import fold

from ..tools.condition import holds
from ..tools.errors import AnswerError

OPERATORS = [
    ("is", "is"),
    ("is_not", "is not"),
    ("filled", "is answered"),
    ("empty", "is not answered"),
    ("contains", "contains"),
    ("greater", "is more than"),
    ("less", "is less than"),
]
WITHOUT_VALUE = ("filled", "empty")


class LoyaltyFormFieldCondition(models.Model):
    """One condition under which a field is asked: the answer of a field before it."""

    _name = "loyalty.form.field.condition"
    _description = "Condition of a Form Field"
    _order = "sequence, id"

    field_id = fields.Many2one("loyalty.form.field", required=True, ondelete="cascade", index=True)
    form_id = fields.Many2one(related="field_id.form_id")
    sequence = fields.Integer(default=10)
    subject_id = fields.Many2one(
        "loyalty.form.field", string="Answer Of", required=True, ondelete="cascade", index=True
    )
    operator = fields.Selection(OPERATORS, required=True, default="is")
    value = fields.Char(help="What is compared with, written as a visitor would write it.")
    option_ids = fields.Many2many("loyalty.form.field.option", string="Options", help="Any of these.")
    subject_has_options = fields.Boolean(compute="_compute_subject_has_options")

    @api.depends("subject_id.kind")
    def _compute_subject_has_options(self):
        for condition in self:
            kind = condition.subject_id._kind() if condition.subject_id.kind else None
            condition.subject_has_options = kind is not None and "options" in kind._abilities

    @api.constrains("field_id", "subject_id", "operator", "value", "option_ids")
    def _check_condition(self):
        for condition in self:
            subject = condition.subject_id
            if subject.form_id != condition.field_id.form_id or condition.option_ids.field_id - subject:
                raise ValidationError(self.env._("A condition looks at another field of the same form."))
            condition.field_id._check_order()
            kind = subject._kind()
            if kind is None or not kind._is_input:
                raise ValidationError(self.env._("“%s” has no answer to look at.", subject.label))
            if condition.operator in WITHOUT_VALUE:
                continue
            if not condition.option_ids and not (condition.value or "").strip():
                raise ValidationError(self.env._("With what is “%s” compared?", subject.label))
            condition._expected(strict=True)

    @api.model
    def _create_copies(self, copies, fields_of, options_of):
        """Make conditions that were read by `_condition_copies` for other fields.

        :param dict fields_of: the new field of each old one
        :param dict options_of: the new option of each old one
        """
        return self.create(
            [
                {
                    **values,
                    "field_id": fields_of[field].id,
                    "subject_id": fields_of[subject].id,
                    "option_ids": [options_of[option].id for option in options],
                }
                for field, subject, options, values in copies
            ]
        )

    def _expected(self, strict=False):
        """The values compared with, in the way in which answers are stored.

        :param bool strict: whether a value that no visitor could answer is an error
        :rtype: list
        """
        self.ensure_one()
        if self.option_ids:
            return self.option_ids.mapped("key")
        text = (self.value or "").strip()
        kind = self.subject_id._kind()
        if kind is None or self.operator == "contains":
            return [text]
        try:
            value = kind._clean(self._option_key(text) or text, self.subject_id)
        except AnswerError as error:
            if strict:
                raise ValidationError(self._complaint(error)) from None
            value = text
        return value if isinstance(value, list) else [value]

    def _options(self):
        """What the field that is looked at offers to choose from, as the reader's language names it.

        :rtype: list of dicts of key and name
        """
        kind = self.subject_id._kind()
        return [] if kind is None else kind._page_values("", self.subject_id).get("options", [])

    def _option_key(self, text):
        """The key of the option that has this name in any language: a condition is written in one, and the form is
        answered in another."""
        for code, _label in self.env["res.lang"].get_installed():
            for option in self.with_context(lang=code)._options():
                if fold(option["name"]) == fold(text) or option["key"] == text:
                    return option["key"]
        return None

    def _complaint(self, error):
        names = "، ".join(option["name"] for option in self._options())
        if names:
            error = self.env._("Please write one of these: %s.", names)
        return self.env._("“%(label)s”: %(error)s", label=self.subject_id.label, error=error)

    def _holds(self, answers):
        """Whether the answers, by key, fulfil this condition."""
        self.ensure_one()
        expected = [] if self.operator in WITHOUT_VALUE else self._expected()
        return holds(self.operator, expected, answers.get(self.subject_id.key))

    def _page_value(self):
        """The condition as the page's script needs it."""
        kind = self.subject_id._kind()
        expected = [] if self.operator in WITHOUT_VALUE else self._expected()
        values = [kind._typed_form(value) for value in expected] if kind is not None else expected
        return {"field": self.subject_id.key, "operator": self.operator, "values": values}

    def _sentence(self):
        """The condition in words, for those who read the page without JavaScript."""
        names = {option["key"]: option["name"] for option in self._options()}
        value = names.get(self._option_key(self.value or ""), self.value or "") if names else self.value
        shown = "، ".join(self.option_ids.mapped("name")) or value or ""
        words = dict(self._fields["operator"]._description_selection(self.env))[self.operator]
        label = self.env._("the answer to “%s”", self.subject_id.label)
        return " ".join(filter(None, [label, words, shown]))


class LoyaltyFormField(models.Model):
    _inherit = "loyalty.form.field"

    def _condition_copies(self):
        """The conditions of these fields, to be made again on others.

        :return: list of (field, field it looks at, options, other values)
        """
        return [
            (
                condition.field_id,
                condition.subject_id,
                condition.option_ids,
                {"operator": condition.operator, "value": condition.value, "sequence": condition.sequence},
            )
            for condition in self.condition_ids
        ]
