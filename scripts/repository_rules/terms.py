"""Rules for what is said to people: it is in the Persian catalogue of its add-on.

This reads the sources alone, so it is quick and needs no database; it knows the texts that are easy to see.
The export of the terms (`make i18n`) knows them all.
"""

import ast
import html
import re

import polib

from .source import Finding

TRANSLATE = {"_", "_lt", "_t"}
FIELD_TEXTS = {"string", "help"}
VIEW_TEXT = re.compile(r'\s(?:string|placeholder|confirm)="([^"]*)"')
SCRIPT_TEXT = re.compile(r'\b_t\(\s*"((?:[^"\\]|\\.)*)"')
XML_COMMENT = re.compile(r"<!--.*?-->", re.S)


def _constant(node):
    """The text of a constant expression, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _python_texts(file):
    """The messages and the labels and helps of fields in a Python file: (text, line)."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if name in TRANSLATE and node.args:
            yield _constant(node.args[0]), node.lineno
        elif owner == "fields":
            for keyword in node.keywords:
                if keyword.arg in FIELD_TEXTS:
                    yield _constant(keyword.value), node.lineno
        elif name == "Constraint" and len(node.args) > 1:
            yield _constant(node.args[1]), node.lineno


def _view_texts(file):
    """The labels, placeholders and questions in the views of an XML file: (text, line)."""
    text = XML_COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), file.text)
    for match in VIEW_TEXT.finditer(text):
        yield html.unescape(match[1]).strip(), file.line_of(match.start(1))


def _script_texts(file):
    """The messages of a JavaScript file: (text, line)."""
    for match in SCRIPT_TEXT.finditer(file.text):
        yield match[1].replace('\\"', '"').replace("\\n", "\n"), file.line_of(match.start())


def _texts(file):
    if file.folder == "tests" or "tests" in file.path.parts:
        return ()
    if file.path.suffix == ".py":
        return _python_texts(file)
    if file.path.suffix == ".xml" and file.folder != "static":
        return _view_texts(file)
    if file.path.suffix == ".js" and "lib" not in file.path.parts:
        return _script_texts(file)
    return ()


def check_terms(repository):
    """What an add-on says is in its Persian catalogue."""
    for addon in repository.addons:
        catalogue = repository.file(f"{addon}/i18n/fa.po")
        if not catalogue:
            continue  # another rule tells
        known = {entry.msgid.strip() for entry in polib.pofile(catalogue.text or "\n")}
        for file in repository.files:
            for text, line in _texts(file) if file.addon == addon else ():
                if text and re.search(r"[^\W\d_]", text) and text.strip() not in known:
                    yield Finding(file.name, line, f"not in {addon}/i18n/fa.po: {text.strip()[:60]!r}")
