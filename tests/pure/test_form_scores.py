"""F14: scores of many answers."""

from loyalty_forms.tools.scores import summary


def test_scores_add_up():
    found = summary([(10, 5, 2), (9, 4, 1), (7, 3, 1), (0, 1, 1), (None, 5, 1), (8, None, 1)])
    assert (found["nps"], found["asked"], found["groups"]) == (33, 6, [3, 2, 1])
    assert (found["csat"], found["rated"], found["stars"]) == (67, 6, [3, 1, 1, 0, 1])


def test_nobody_was_asked():
    assert summary([]) == {
        "nps": None, "csat": None, "asked": 0, "rated": 0, "groups": [0, 0, 0], "stars": [0, 0, 0, 0, 0],
    }  # fmt: skip
