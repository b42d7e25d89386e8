"""Whether an answer fulfils a condition that staff wrote beside a rule: no code, just a comparison and a value."""


def is_empty(value):
    """Whether a stored answer says nothing; 0 says something."""
    return value is None or value is False or value in ("", [], ())


def holds(operator, value, texts=(), wanted="", bound=None):
    """Whether a stored answer fulfils a condition.

    :param str operator: filled, empty, is, is_not, contains, at_least, at_most
    :param value: the stored answer, or None
    :param texts: how the answer reads, folded: one text, or one for each of several options
    :param str wanted: what is compared with, folded
    :param bound: the same as answers are stored, where they are numbers or ISO dates; None where it is no such thing
    :rtype: bool
    """
    filled = not is_empty(value)
    if operator in ("filled", "empty"):
        return filled == (operator == "filled")
    if not filled:
        return operator == "is_not"
    comparable = _comparable(value, bound)
    if operator in ("at_least", "at_most"):
        return comparable and (value >= bound if operator == "at_least" else value <= bound)
    if operator == "contains":
        return any(wanted in text for text in texts)
    same = wanted in texts or (comparable and value == bound)
    return same == (operator == "is")


def _comparable(value, bound):
    number = (int, float)
    if isinstance(value, bool) or bound is None:
        return False
    return isinstance(value, number) and isinstance(bound, number) or isinstance(value, str) and isinstance(bound, str)
