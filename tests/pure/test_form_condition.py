import pytest

from loyalty_forms.tools.condition import OPERATORS, holds


# F3
@pytest.mark.parametrize(
    ("operator", "expected", "answer", "result"),
    [
        ("filled", [], None, False),
        ("filled", [], 0, True),
        ("empty", [], None, True),
        ("is", ["o1", "o2"], "o2", True),
        ("is", ["o1"], ["o3", "o1"], True),
        ("is", ["Tehran"], " tehran ", True),
        ("is_not", ["o1"], None, True),
        ("is_not", ["o1"], "o1", False),
        ("contains", ["book"], "My Books", True),
        ("contains", ["book"], None, False),
        ("greater", [5], 5.5, True),
        ("greater", [5], None, False),
        ("greater", [5], "9", False),
        ("less", ["2026-01-01"], "2025-12-31", True),
        ("is", [True], True, True),
    ],
)
def test_conditions(operator, expected, answer, result):
    assert holds(operator, expected, answer) is result


def test_unknown_operator():
    with pytest.raises(ValueError, match="like"):
        holds("like", [], None)
    assert all(isinstance(holds(operator, ["x"], "x"), bool) for operator in OPERATORS)
