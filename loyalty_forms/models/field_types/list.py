from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.crm_segments.tools.text import to_latin_digits
from odoo.addons.loyalty_club.tools.display import show_number

from ...tools.errors import AnswerError

_lt = LazyTranslate(__name__)

_MOST_ROWS = 30
_MOST_COLUMNS = 5
_FIRST_ROWS = 3
_GAP = " | "


class LoyaltyFormFieldList(models.AbstractModel):
    """Any number of lines of the same kind: the books that one wishes for, the guests that one brings. With options,
    each line has a column for every one of them. Least and most are numbers of lines."""

    _name = "loyalty.form.field.list"
    _inherit = "loyalty.form.field.kind"
    _description = "Form Field: List"

    _label = _lt("List of lines")
    _sequence = 54
    _icon = "fa-list-ol"
    _abilities = ("required", "placeholder", "range", "columns")
    _property_type = "text"
    _template = "loyalty_forms.field_list"
    _layout = "group"
    _prefill = False
    _max_length = 120
    _longest = 3000

    def _columns(self, field):
        return field.option_ids[:_MOST_COLUMNS].mapped("name") or [field.label]

    def _name_of(self, field, column):
        return f"{field.key}_{column}" if field.option_ids else field.key

    def _most(self, field):
        return min(int(to_latin_digits(field.maximum)) if field.maximum else _MOST_ROWS, _MOST_ROWS)

    def _read(self, params, field):
        """Lines as lists of cells; one more than allowed, so that it can be refused."""
        columns = [
            params.getlist(self._name_of(field, column))[: _MOST_ROWS + 1]
            for column in range(len(self._columns(field)))
        ]
        length = max(map(len, columns))
        return [
            [column[row][: self._max_length + 1] if row < len(column) else "" for column in columns]
            for row in range(length)
        ]

    def _clean(self, raw, field):
        lines = [self._line(cells, field) for cells in self._lines(raw)]
        lines = [line for line in lines if line]
        if len(lines) > self._most(field):
            raise AnswerError(self.env._("At most %s lines, please.", self._most(field)))
        if not lines:
            return None
        if field.minimum and len(lines) < int(to_latin_digits(field.minimum)):
            raise AnswerError(self.env._("At least %s lines, please.", field.minimum))
        return self._whole("\n".join(lines))

    def _whole(self, text):
        if len(text) > self._longest:
            raise AnswerError(self.env._("This is too long: at most %s characters.", self._longest))
        return text

    def _lines(self, raw):
        if raw == "":
            return []
        if not isinstance(raw, list) or not all(isinstance(cells, list) for cells in raw):
            raise AnswerError(self.env._("This cannot be read."))
        return raw

    def _line(self, cells, field):
        cells = [" ".join(self._text(cell).split()) for cell in cells]
        for cell in cells:
            self._check_length(cell, field)
        return _GAP.join(cells) if any(cells) else ""

    def _carried(self, raw, field):
        rows = raw if isinstance(raw, list) else []
        return [(self._name_of(field, column), cell) for cells in rows for column, cell in enumerate(cells)]

    def _page_values(self, raw, field):
        rows = raw if isinstance(raw, list) and all(isinstance(cells, list) for cells in raw) else []
        filled = [cells for cells in rows if any(cells)]
        count = min(max(_FIRST_ROWS, len(filled) + 2), self._most(field))
        columns, number = self._columns(field), lambda value: show_number(value, self.env.lang)
        return {
            "columns": columns,
            "headed": bool(field.option_ids),
            "most": self._most(field),
            "rows": [
                [
                    {"name": self._name_of(field, column), "label": f"{label} {number(row + 1)}", "raw": cells[column]}
                    for column, label in enumerate(columns)
                ]
                for row, cells in enumerate(filled + [[""] * len(columns)] * (count - len(filled)))
            ],
        }

    def _check_setup(self, field):
        for limit in filter(None, (field.minimum, field.maximum)):
            number = to_latin_digits(limit).strip()
            if not number.isdecimal() or not 0 < int(number[:4]) <= _MOST_ROWS:
                raise ValidationError(self.env._("A list has from 1 to %s lines.", _MOST_ROWS))
        if len(field.option_ids) > _MOST_COLUMNS:
            raise ValidationError(self.env._("A list has at most %s columns.", _MOST_COLUMNS))
