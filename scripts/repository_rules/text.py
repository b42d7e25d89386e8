"""Rules for the text of any file."""

import ast
import re

from . import machine_hosts
from .source import Finding

MAX_FILE_LINES = 350
MAX_FUNCTION_LINES = 50
MERGE_MARKER = re.compile(r"^(<{7}|>{7}|\|{7}) ", re.M)
MACHINE_PATH = re.compile(r"(?<![\w.~/$}-])/(?:root|(?:home|Users)/\w[\w.-]*)/")


def check_merge_markers(repository):
    """What a merge left behind."""
    for file in repository.files:
        for match in MERGE_MARKER.finditer(file.text):
            yield Finding(file.name, file.line_of(match.start()), "merge marker")


def check_machine_paths(repository):
    """Folders of one machine work on no other."""
    for file in repository.files:
        for match in MACHINE_PATH.finditer(file.text):
            yield Finding(file.name, file.line_of(match.start()), f"path of one machine: {match[0]}")


def check_machine_hosts(repository):
    """The package registries that this machine happens to use are its own business."""
    hosts = machine_hosts.configured()
    if not hosts:
        return
    pattern = re.compile(r"(?<![\w.-])(?:" + "|".join(map(re.escape, sorted(hosts))) + r")(?![\w-])", re.I)
    for file in repository.files:
        for match in pattern.finditer(file.text):
            yield Finding(file.name, file.line_of(match.start()), f"host of a package registry: {match[0]}")


def check_whitespace(repository):
    """Where no formatter looks: in XML white space may be content, so Prettier leaves it as it is."""
    for file in repository.with_suffix(".xml", ".csv", ".sh", ".cfg", ".toml", ".ini"):
        for number, line in enumerate(file.lines, 1):
            if line != line.rstrip():
                yield Finding(file.name, number, "white space at the end of the line")
            elif "\t" in line:
                yield Finding(file.name, number, "tab")
        if file.text and not file.text.endswith("\n"):
            yield Finding(file.name, len(file.lines), "no line break at the end")


def check_lengths(repository):
    """Long files and functions are hard to read: a warning."""
    for file in repository.with_suffix(".py", ".js", ".xml", ".scss", ".sh"):
        if len(file.lines) > MAX_FILE_LINES:
            yield Finding(file.name, 1, f"file of {len(file.lines)} lines (at most {MAX_FILE_LINES})", True)
        for node in ast.walk(file.tree) if file.path.suffix == ".py" else ():
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = node.end_lineno - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    message = f"function {node.name} of {length} lines (at most {MAX_FUNCTION_LINES})"
                    yield Finding(file.name, node.lineno, message, True)
