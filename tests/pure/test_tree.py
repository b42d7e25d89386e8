"""The tree of conditions of a segment (C11)."""

import pytest

from crm_segments.tools import tree

LEAF = {"kind": "x", "params": {"a": 1}}


def group(operator, *children):
    return {"operator": operator, "children": list(children)}


def test_clean_keeps_what_belongs_there_only():
    assert tree.clean({"operator": "all", "children": [{**LEAF, "evil": 1}], "other": 2}) == group("all", LEAF)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (None, "shape"),
        (LEAF, "shape"),
        (group("some"), "operator"),
        (group("all", group("any")), "empty"),
        (group("all", {"kind": 1}), "shape"),
        (group("all", {"kind": "x", "params": [1]}), "shape"),
        (group("all", *[LEAF] * 101), "conditions"),
    ],
)
def test_what_is_not_well_formed_is_refused(bad, code):
    with pytest.raises(tree.TreeError) as error:
        tree.clean(bad)
    assert error.value.args[0] == code


def test_depth_is_limited():
    node = LEAF
    for _level in range(7):
        node = group("all", node)
    with pytest.raises(tree.TreeError):
        tree.clean(node)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (group("all"), True),
        (group("any"), True),
        (group("none"), True),
        (group("all", {"kind": "yes"}, {"kind": "no"}), False),
        (group("any", {"kind": "yes"}, {"kind": "no"}), True),
        (group("none", {"kind": "yes"}, {"kind": "no"}), False),
        (group("none", {"kind": "no"}, {"kind": "no"}), True),
    ],
)
def test_evaluate(node, expected):
    assert tree.evaluate(node, lambda leaf: leaf["kind"] == "yes")["result"] is expected


def test_order_by_use():
    ordered, cyclic = tree.order_by_use({1: {2}, 2: {3, 99}, 3: set(), 4: {5}, 5: {4}, 6: {5}})
    assert ordered == [3, 2, 1]
    assert cyclic == {4, 5, 6}
