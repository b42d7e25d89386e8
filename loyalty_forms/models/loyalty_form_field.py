import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.errors import AnswerError


class LoyaltyFormField(models.Model):
    """One field of a form. What it does is in its kind, ``loyalty.form.field.<kind>``."""

    _name = "loyalty.form.field"
    _inherit = ["club.kind.mixin", "loyalty.form.texts"]
    _description = "Form Field"
    _order = "sequence, id"
    _rec_name = "label"
    _kind_family = "loyalty.form.field.kind"

    form_id = fields.Many2one("loyalty.form", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="form_id.company_id")
    purpose = fields.Selection(related="form_id.purpose")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(default="text")
    label = fields.Char(required=True, translate=True)
    # Never used again, not even by a copy: properties of all forms share one name space.
    key = fields.Char(required=True, readonly=True, copy=False, default=lambda self: self._new_key())
    alias = fields.Char(
        help="The name of this answer in texts: with the alias name, {{name}} stands for what was typed.",
    )
    required = fields.Boolean()
    help = fields.Char(translate=True, help="Shown below the field.")
    placeholder = fields.Char(translate=True, help="Shown inside the field while it is empty.")
    default_value = fields.Char(string="Default")
    minimum = fields.Char(help="The least value: a number, or a date such as 1370/01/01.")
    maximum = fields.Char(help="The greatest value: a number, or a date such as 1405/12/29.")
    min_length = fields.Integer(string="Least Length")
    max_length = fields.Integer(string="Greatest Length", help="0 for the greatest length that the type allows.")
    pattern = fields.Char(
        help="9 stands for a digit, A for a letter, * for either, everything else for itself: AA-9999.",
    )
    content = fields.Html(translate=True, string="Text", help="For headings: the text below. For consent: the terms.")
    option_ids = fields.One2many("loyalty.form.field.option", "field_id", string="Options", copy=True)
    width = fields.Selection([("full", "Whole line"), ("half", "Half a line")], required=True, default="full")
    abilities = fields.Char(compute="_compute_abilities")

    _key_unique = models.UniqueIndex("(key)")

    @api.model
    def _new_key(self):
        return "f" + secrets.token_hex(8)[:15]

    @api.depends("kind")
    def _compute_abilities(self):
        for field in self:
            kind = field.kind and field._kind()
            field.abilities = " ".join(kind._abilities) if kind is not None and kind is not False else ""

    @api.constrains("kind", "option_ids", "minimum", "maximum")
    def _check_setup(self):
        for field in self:
            kind = field._kind()
            if kind is not None:
                kind._check_setup(field)

    @api.constrains("alias", "form_id")
    def _check_alias(self):
        for field in self.filtered("alias"):
            if not re.fullmatch(r"[^\W\d]\w{0,39}", field.alias):
                raise ValidationError(self.env._("“%s” cannot be an alias: letters, digits and _ only.", field.alias))
            if len(field.form_id.field_ids.filtered(lambda other, alias=field.alias: other.alias == alias)) > 1:
                raise ValidationError(self.env._("The alias “%s” is used twice in this form.", field.alias))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("key", None)
        form_fields = super().create(vals_list)
        form_fields.form_id._sync_definition()
        return form_fields

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "key"}
        changed = self.filtered(lambda field: field.kind != vals.get("kind", field.kind))
        if (changed.form_id | changed.published_field_id.form_id)._has_entries():
            raise ValidationError(
                self.env._("There are answers of this field already, so its type stays. Add a new field instead.")
            )
        result = super().write(vals)
        self.form_id._sync_definition()
        return result

    def unlink(self):
        forms = self.form_id
        result = super().unlink()
        forms._sync_definition()
        return result

    def _texts_changed(self):
        self.form_id._sync_definition()

    # === answering === #
    def _typed(self, params):
        """What was typed into this field, unchecked.

        :param params: the multi-dict of the request
        """
        kind = self._kind()
        return "" if kind is None else kind._read(params, self)

    def _answer(self, raw):
        """The checked answer.

        :param raw: what `_typed` gave
        :return: the value to store, None when empty
        :raise AnswerError: with a message for the visitor
        """
        kind = self._kind()
        if kind is None or not kind._is_input:
            return None
        value = kind._clean(raw, self)
        if value is None and self.required and "required" in kind._abilities:
            raise AnswerError(self.env._("Please fill this in."))
        return value

    def _display_answer(self, value):
        kind = self._kind()
        return "" if kind is None else kind._display(value, self)

    def _answer_texts(self, value):
        """The answer as texts: one, or one for each of several options."""
        if self.kind == "choices":
            return self.option_ids.filtered(lambda option: option.key in (value or [])).mapped("name")
        return [self._display_answer(value)]

    def _page_values(self, raw, error):
        """What the field's template needs: plain values, so that no template holds a record with wide rights.

        :param raw: what was typed, kept on the page
        :param str error: what is wrong with it, or None
        :return: dict, or None for a field that cannot be shown
        """
        kind = self._kind()
        if kind is None:
            return None
        described = [f"{self.key}_{part}" for part, there in (("help", self.help), ("error", error)) if there]
        return {
            "name": self.key,
            "template": kind._template,
            "layout": kind._layout,
            "kind": self.kind,
            "label": self.label,
            "help": self.help,
            "content": self.content,
            "placeholder": self.placeholder,
            "required": self.required and "required" in kind._abilities,
            "width": self.width,
            "type": kind._input_type,
            "inputmode": kind._inputmode,
            "autocomplete": "name" if self.maps_to == "name" else kind._autocomplete,
            "dir": kind._dir,
            "maxlength": min(self.max_length or kind._max_length, kind._max_length),
            "raw": raw,
            "error": error,
            "describedby": " ".join(described) or None,
            "conditions": self._condition_values(),
            "condition_note": self._condition_sentence(),
            **kind._page_values(raw, self),
        }
