"""Conditions over answers: which fields a visitor is asked, worked out in the same way wherever it is needed."""

OPERATORS = ("filled", "empty", "is", "is_not", "contains", "greater", "less")


def holds(operator, expected, answer):
    """Whether an answer fulfils a condition. What is not answered is empty: it is nothing, contains nothing, and is
    neither greater nor less than anything.

    :param str operator: one of `OPERATORS`
    :param list expected: values as they are stored; for "is" any one of them will do
    :param answer: the stored value, or None; a list when many can be chosen
    :rtype: bool
    :raise ValueError: for an unknown operator
    """
    given = answer if isinstance(answer, list) else [] if answer is None else [answer]
    if operator == "filled":
        return bool(given)
    if operator == "empty":
        return not given
    if operator in ("is", "is_not"):
        return any(_same(one, other) for one in given for other in expected) == (operator == "is")
    if operator == "contains":
        return any(_folded(other) in _folded(one) for one in given for other in expected)
    if operator in ("greater", "less"):
        return any(_compares(operator, one, other) for one in given for other in expected)
    raise ValueError(operator)


def _folded(value):
    return " ".join(str(value).split()).casefold()


def _same(one, other):
    return one == other or (isinstance(one, str) and isinstance(other, str) and _folded(one) == _folded(other))


def _compares(operator, one, other):
    number = isinstance(one, int | float) and isinstance(other, int | float)
    if not number and not (isinstance(one, str) and isinstance(other, str)):
        return False
    return one > other if operator == "greater" else one < other
