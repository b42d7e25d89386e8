"""The definition of a segment: a tree of groups and conditions, as plain JSON.

A group is ``{"operator": "all" | "any" | "none", "children": [...]}``, a condition ``{"kind": "tier", "params":
{...}}``.
"""

OPERATORS = ("all", "any", "none")
MAX_DEPTH = 6
MAX_CONDITIONS = 100


class TreeError(Exception):
    """The tree is not well formed. ``args`` are a code and, for some codes, a value."""


def empty():
    """A tree without conditions: everybody."""
    return {"operator": "all", "children": []}


def is_group(node):
    """Whether a node has children."""
    return isinstance(node, dict) and "children" in node


def clean(tree):
    """Check the shape of a tree that came from outside, and keep only what belongs there.

    :param tree: anything
    :return: a new tree
    :raise TreeError: with the code shape, operator, depth, conditions or empty
    """
    if not is_group(tree):
        raise TreeError("shape")
    tree = _clean_node(tree, 0)
    if sum(1 for _condition in conditions(tree)) > MAX_CONDITIONS:
        raise TreeError("conditions", MAX_CONDITIONS)
    return tree


def _clean_node(node, depth):
    if depth > MAX_DEPTH:
        raise TreeError("depth", MAX_DEPTH)
    if not isinstance(node, dict):
        raise TreeError("shape")
    return _clean_group(node, depth) if is_group(node) else _clean_condition(node)


def _clean_group(node, depth):
    children = node["children"]
    if node.get("operator") not in OPERATORS:
        raise TreeError("operator", str(node.get("operator"))[:40])
    if not isinstance(children, list):
        raise TreeError("shape")
    if depth and not children:
        raise TreeError("empty")
    if len(children) > MAX_CONDITIONS:
        raise TreeError("conditions", MAX_CONDITIONS)
    return {"operator": node["operator"], "children": [_clean_node(child, depth + 1) for child in children]}


def _clean_condition(node):
    params = node.get("params") or {}
    if not isinstance(node.get("kind"), str) or not isinstance(params, dict):
        raise TreeError("shape")
    return {"kind": node["kind"], "params": params}


def conditions(tree):
    """All conditions of a clean tree, in order.

    :return: generator of ``{"kind", "params"}``
    """
    for child in tree["children"]:
        if is_group(child):
            yield from conditions(child)
        else:
            yield child


def evaluate(tree, leaf):
    """Say of each node whether it holds.

    :param tree: clean tree
    :param leaf: function of a condition that says whether it holds
    :return: the tree, each node with a key ``result``
    """
    if not is_group(tree):
        return {**tree, "result": bool(leaf(tree))}
    children = [evaluate(child, leaf) for child in tree["children"]]
    results = [child["result"] for child in children]
    result = {"all": all(results), "any": any(results) or not results, "none": not any(results)}[tree["operator"]]
    return {**tree, "children": children, "result": result}


def order_by_use(uses):
    """Sort so that what is used comes before what uses it.

    :param dict uses: ``{key: set of keys that it uses}``; keys that are not in the dict are left aside
    :return: ``(ordered keys, keys that are in or behind a cycle)``
    """
    ordered, done = [], set()
    left = {key: {other for other in others if other in uses} for key, others in uses.items()}
    while left:
        ready = [key for key, others in left.items() if others <= done]
        if not ready:
            break
        ordered += ready
        done.update(ready)
        left = {key: others for key, others in left.items() if key not in done}
    return ordered, set(left)
