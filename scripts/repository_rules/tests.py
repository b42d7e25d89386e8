"""Rules for tests: they run, and they can fail."""

import ast

from .source import Finding

# What fails a test without "assert" in its name.
ASSERTING = {"expect", "fail", "raises", "start_tour", "browser_js"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _called_name(call):
    """The name of what is called, without the object that it is called on."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_assertion(call):
    """Whether a call compares something, which constants alone do not need."""
    if _called_name(call) in ASSERTING:
        return True
    is_constant = call.args and all(isinstance(argument, ast.Constant) for argument in call.args)
    return _called_name(call).lstrip("_").startswith("assert") and not is_constant


def _raised_name(statement):
    error = getattr(statement.exc, "func", statement.exc)
    return getattr(error, "id", "")


def _is_helper(call, helpers):
    """Whether a function of the tests is called: by its bare name, or as a method of the test."""
    function = call.func
    owner = getattr(getattr(function, "value", None), "id", "")
    is_own = isinstance(function, ast.Name) or owner in {"self", "cls"}
    return is_own and _called_name(call) in helpers


def _asserts(function, helpers):
    """Whether a function can fail for another reason than an accident.

    It compares, expects an error, waits for something only so long, or calls a helper or a browser tour that does.
    """
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant):
            return True
        if isinstance(node, ast.Call) and (_is_assertion(node) or _is_helper(node, helpers)):
            return True
        if isinstance(node, ast.Raise) and _raised_name(node) in {"AssertionError", "TimeoutError"}:
            return True
    return False


def check_assertions(repository):
    """A test that asserts nothing proves nothing."""
    functions = [
        (file, node)
        for file in repository.python
        if "tests" in file.path.parts
        for node in ast.walk(file.tree)
        if isinstance(node, FUNCTIONS)
    ]
    others = [node for _file, node in functions if not node.name.startswith("test")]
    helpers = set()
    while found := {node.name for node in others if _asserts(node, helpers)} - helpers:
        helpers |= found  # and again: a helper may assert through another one
    for file, node in functions:
        if node.name.startswith("test_") and not _asserts(node, helpers):
            yield Finding(file.name, node.lineno, f"{node.name} asserts nothing")


def _imported_modules(file):
    """The modules that a package imports from itself."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from [node.module] if node.module else [alias.name for alias in node.names]


def check_tests_run(repository):
    """Odoo runs just the tests that the package imports."""
    imported = {
        file.addon: set(_imported_modules(file))
        for file in repository.python
        if file.addon and file.path.parts[1:] == ("tests", "__init__.py")
    }
    for file in repository.python:
        is_test = file.folder == "tests" and file.path.name.startswith("test_") and len(file.path.parts) == 3
        if is_test and file.path.stem not in imported.get(file.addon, ()):
            yield Finding(file.name, 1, "is not imported in tests/__init__.py, so it never runs")
