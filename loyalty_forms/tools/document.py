"""Forms as documents: what a form is, without where it is used. A document can be kept as a file, given to another
shop, start a new form, or remember what a form was when somebody answered it.

Documents come from outside. So every name, type and size is checked here, before anything else looks at one.
"""

import json
from typing import NamedTuple

FORMAT = "customer-club-form"
VERSION = 1
MOST_BYTES = 1024 * 1024
MOST_FIELDS = 200
MOST_OPTIONS = 200
MOST_CONDITIONS = 20
MOST_TEXT = 20_000
MOST_DEPTH = 12

# Translated texts are objects from language code to text.
TRANSLATED, TEXT, NUMBER, FLAG = "translated", "text", "number", "flag"
FORM = {
    "name": TRANSLATED,
    "purpose": TEXT,
    "captcha": TEXT,
    "intro": TRANSLATED,
    "submit_label": TRANSLATED,
    "thank_text": TRANSLATED,
    "off_text": TRANSLATED,
    "not_open_text": TRANSLATED,
    "closed_text": TRANSLATED,
    "full_text": TRANSLATED,
    "needs_approval": FLAG,
    "prefill_url": FLAG,
    "prefill_customer": FLAG,
}
FIELD = {
    "kind": TEXT,
    "label": TRANSLATED,
    "alias": TEXT,
    "required": FLAG,
    "unique": FLAG,
    "help": TRANSLATED,
    "placeholder": TRANSLATED,
    "default_value": TEXT,
    "minimum": TEXT,
    "maximum": TEXT,
    "min_length": NUMBER,
    "max_length": NUMBER,
    "pattern": TEXT,
    "content": TRANSLATED,
    "width": TEXT,
    "maps_to": TEXT,
    "condition_mode": TEXT,
}
_FIELD_LISTS = {"options", "conditions"}
_CONDITION = {"subject": NUMBER, "operator": TEXT, "value": TEXT, "options": None}


class DocumentError(ValueError):
    """A document that cannot be used; ``place`` says where it is wrong."""

    def __init__(self, place):
        super().__init__(place)
        self.place = place


class Document(NamedTuple):
    """A checked document."""

    form: dict
    fields: list


def read(content):
    """Check a document.

    :param bytes content: JSON
    :rtype: Document
    :raise DocumentError: naming the first place that is wrong
    """
    if len(content) > MOST_BYTES:
        raise DocumentError("size")
    try:
        data = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise DocumentError("JSON") from None
    return check(data)


def check(data):
    """Check a document that is JSON already; see `read`."""
    _expect(isinstance(data, dict), "{}")
    _expect(data.get("format") == FORMAT, "format")
    _expect(data.get("version") == VERSION, "version")
    form, fields = data.get("form"), data.get("fields")
    _expect(isinstance(form, dict), "form")
    _expect(isinstance(fields, list) and len(fields) <= MOST_FIELDS, "fields")
    _check_values(form, FORM, "form")
    for number, field in enumerate(fields):
        _check_field(field, number, fields)
    return Document(form, fields)


def _refuse(_constant):
    raise DocumentError("NaN")


def _expect(condition, place):
    if not condition:
        raise DocumentError(place)


def _check_field(field, number, fields):
    place = f"fields[{number}]"
    _expect(isinstance(field, dict), place)
    _check_values({name: value for name, value in field.items() if name not in _FIELD_LISTS}, FIELD, place)
    _expect("kind" in field and field.get("label"), f"{place}.label")
    options = field.get("options", [])
    _expect(isinstance(options, list) and len(options) <= MOST_OPTIONS, f"{place}.options")
    for index, option in enumerate(options):
        _check_value(option, TRANSLATED, f"{place}.options[{index}]")
    conditions = field.get("conditions", [])
    _expect(isinstance(conditions, list) and len(conditions) <= MOST_CONDITIONS, f"{place}.conditions")
    for index, condition in enumerate(conditions):
        _check_condition(condition, number, fields, f"{place}.conditions[{index}]")


def _check_condition(condition, number, fields, place):
    _expect(isinstance(condition, dict) and condition.keys() <= _CONDITION.keys(), place)
    _check_values({name: value for name, value in condition.items() if name != "options"}, _CONDITION, place)
    subject = condition.get("subject")
    _expect(isinstance(subject, int) and 0 <= subject < number, f"{place}.subject")
    chosen = condition.get("options", [])
    known = fields[subject].get("options", [])
    _expect(isinstance(chosen, list) and len(chosen) <= MOST_OPTIONS, f"{place}.options")
    for option in chosen:
        right = isinstance(option, int) and not isinstance(option, bool) and 0 <= option < len(known)
        _expect(right, f"{place}.options")


def _check_values(values, schema, place):
    for name, value in values.items():
        _expect(name in schema, f"{place}.{name[:40]}")
        _check_value(value, schema[name], f"{place}.{name}")


def _check_value(value, kind, place):
    if kind == FLAG:
        _expect(isinstance(value, bool), place)
    elif kind == NUMBER:
        _expect(isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000, place)
    elif kind == TEXT:
        _expect(_is_text(value), place)
    else:
        _expect(isinstance(value, dict) and value and len(value) <= 20, place)
        for lang, text in value.items():
            _expect(lang.replace("_", "").replace("@", "").isalnum() and len(lang) <= 12 and _is_text(text), place)


def _is_text(value):
    return isinstance(value, str) and len(value) <= MOST_TEXT and "\x00" not in value
