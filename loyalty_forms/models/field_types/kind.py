import re

from odoo import models

from odoo.addons.crm_segments.tools.text import strip_invisible, to_latin_digits

from ...tools.errors import AnswerError
from ...tools.mask import matches

# Characters that no answer needs and PostgreSQL or a spreadsheet cannot bear. Line breaks and tabs are not among them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class LoyaltyFormFieldKind(models.AbstractModel):
    """A type of form field. To add one: one file with an AbstractModel ``loyalty.form.field.<name>`` that inherits this
    one, its line in ``__init__.py``, and, when no template here suits it, one QWeb template.

    A kind never trusts what it gets: `_clean` is called with anything that the network can carry.
    """

    _name = "loyalty.form.field.kind"
    _inherit = "club.kind"
    _description = "Form Field Kind"

    _icon = "fa-i-cursor"
    # Which options of the builder the kind understands:
    # placeholder, default, length, range, pattern, options, columns, content, required, unique
    _abilities = ("required", "placeholder", "default", "length")
    _is_input = True
    # Whether the address of the page or the profile of the signed-in customer may fill it in; whether it needs a page
    # that can send files.
    _prefill = True
    _multipart = False
    _property_type = "char"
    _template = "loyalty_forms.field_input"
    # Around the template: a label of one control, a legend of several, or nothing ("bare").
    _layout = "label"
    # Of the <input>: its type, the keyboard that a phone shows, what the browser may fill in, its direction.
    _input_type = "text"
    _inputmode = None
    _autocomplete = None
    _dir = "auto"
    # No answer is longer, whatever the builder allows.
    _max_length = 500

    def _read(self, params, field):
        """What was typed, before any check: kept on the page when something is wrong.

        :param params: the multi-dict of the request
        :return: text, or a list of texts, never longer than a little more than what is allowed
        """
        return (params.get(field.key) or "")[: self._max_length + 1]

    def _clean(self, raw, field):
        """Check and normalise what `_read` gave.

        :return: the value to store, or None when nothing was answered
        :raise AnswerError: with a message for the visitor, in his language
        """
        text = self._text(raw)
        if not text:
            return None
        self._check_length(text, field)
        if field.pattern and not matches(field.pattern, to_latin_digits(text)):
            raise AnswerError(self.env._("Please write it in the form %s.", field.pattern))
        return text

    def _property_definition(self, field):
        """How the answer is stored and shown: one entry of a properties definition."""
        # Shown in cards means also: a column of the list.
        return {
            "name": field.key,
            "string": field.label or field.key,
            "type": self._property_type,
            "view_in_cards": self._is_input,
        }

    def _display(self, value, field):
        """The answer as text, for thank-you pages, receipts and search.

        :param value: a stored value, or None
        :rtype: str
        """
        return "" if value is None or value is False else str(value)

    def _typed_form(self, value):
        """A stored value as a visitor would type it.

        :rtype: str
        """
        return "" if value is None or value is False else str(value)

    def _carried(self, raw, field):
        """What was typed, as names and texts for hidden controls of the other pages of a form: `_read` reads them.

        :rtype: list of tuples
        """
        return [(field.key, text) for text in (raw if isinstance(raw, list) else [raw]) if text]

    def _page_values(self, raw, field):
        """Further values for the kind's template."""
        return {}

    def _check_setup(self, field):
        """Check the options that the builder set.

        :raise ValidationError: when they make no sense for this kind
        """

    # === helpers for kinds === #
    def _text(self, raw):
        """A text without control characters and without spaces around it."""
        if not isinstance(raw, str):
            raise AnswerError(self.env._("This cannot be read."))
        return _CONTROL.sub("", raw.replace("\r\n", "\n")).strip()

    def _ascii(self, raw):
        """For what has one spelling only (numbers, addresses of mail): Latin digits and nothing invisible."""
        return strip_invisible(to_latin_digits(self._text(raw))).strip()

    def _check_length(self, text, field):
        longest = min(field.max_length or self._max_length, self._max_length)
        if len(text) > longest:
            raise AnswerError(self.env._("This is too long: at most %s characters.", longest))
        if field.min_length and len(text) < field.min_length:
            raise AnswerError(self.env._("This is too short: at least %s characters.", field.min_length))

    def _check_range(self, value, field, parse):
        """Compare with the builder's limits, which are typed as answers are."""
        if field.minimum and value < parse(field.minimum):
            raise AnswerError(self.env._("At least %s, please.", field.minimum))
        if field.maximum and value > parse(field.maximum):
            raise AnswerError(self.env._("At most %s, please.", field.maximum))
