"""F9, F10, F11: conditions of rules and keys of look-ups."""

import pytest

from loyalty_forms.tools.lookup import lookup_key, value_text
from loyalty_forms.tools.rule_condition import holds


@pytest.mark.parametrize(
    ("operator", "value", "texts", "wanted", "bound", "expected"),
    [
        ("filled", 0, [], "", None, True),
        ("filled", [], [], "", None, False),
        ("empty", None, [], "", None, True),
        ("is", "k1", ["complaint"], "complaint", None, True),
        ("is", "k1", ["complaint"], "compl", None, False),
        ("is", 3.0, ["3"], "3.0", 3, True),
        ("is_not", 3.0, ["3"], "4", 4, True),
        ("is_not", None, [], "4", 4, True),
        ("contains", "long text", ["long text"], "text", None, True),
        ("at_least", 3, ["3"], "3", 3.0, True),
        ("at_most", 3, ["3"], "2", 2.0, False),
        ("at_least", "2026-01-02", ["…"], "…", "2026-01-01", True),
        ("at_least", "2026-01-02", ["…"], "…", 5.0, False),
        ("at_least", True, ["yes"], "1", 1.0, False),
        ("at_least", 5, ["5"], "many", None, False),
        ("at_least", None, [], "1", 1.0, False),
    ],
)
def test_conditions(operator, value, texts, wanted, bound, expected):
    assert holds(operator, value, texts, wanted, bound) is expected


@pytest.mark.parametrize("text", ["ab 12-34", "AB1234".lower(), "a.b(12)/34", " ab1234 "])
def test_keys_ignore_what_is_no_letter_or_digit(text):
    assert lookup_key(text) == "ab1234"


def test_keys_are_bounded():
    assert len(lookup_key("x" * 10_000)) == 100
    assert value_text(12.0) == "12"
    assert value_text(12.5) == "12.5"
