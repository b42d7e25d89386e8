"""Rules for models: who may use them, and in which company."""

import ast
import csv
import io
import re

from .source import Finding


def _class_values(node):
    """The constants that a class sets: {attribute: value}."""
    values = {}
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            try:
                values[statement.targets[0].id] = ast.literal_eval(statement.value)
            except ValueError:
                values[statement.targets[0].id] = statement.value
    return values


def _bases(node):
    """What a class inherits in Python, without the module: "Model" for models.Model."""
    return {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}


def _new_models(repository):
    """The stored and transient models that the add-ons define, not those that they extend.

    :return: yields ``(file, class node, model name, attributes of the class)``
    """
    for file in repository.python:
        if not file.addon or file.folder == "tests":
            continue
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.ClassDef) or not _bases(node) & {"Model", "TransientModel"}:
                continue
            values = _class_values(node)
            inherited = values.get("_inherit") or []
            inherited = [inherited] if isinstance(inherited, str) else inherited
            name = values.get("_name") or (None if inherited else _model_name(node.name))
            if name and name not in inherited:
                yield file, node, name, values


def _model_name(class_name):
    """How Odoo names a model that does not say its name."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", ".", class_name).lower()


def check_access(repository):
    """Without a row in ir.model.access.csv nobody but the superuser can use a model."""
    granted = set()
    for file in repository.with_suffix(".csv"):
        if file.path.name == "ir.model.access.csv":
            for row in csv.DictReader(io.StringIO(file.text)):
                granted.add((row.get("model_id:id") or row.get("model_id/id") or "").split(".")[-1])
    for file, node, name, _values in _new_models(repository):
        if f"model_{name.replace('.', '_')}" not in granted:
            yield Finding(file.name, node.lineno, f"{name} has no row in ir.model.access.csv")


def check_company_rules(repository):
    """A model with a company needs a record rule, else its records show in every company: a warning."""
    ruled = set()
    for file in repository.with_suffix(".xml"):
        for record in re.findall(r'<record[^>]*model="ir\.rule".*?</record>', file.text, re.S):
            ruled.update(re.findall(r'name="model_id"\s+ref="(?:\w+\.)?(\w+)"', record))
    for file, node, name, values in _new_models(repository):
        is_stored = "Model" in _bases(node)
        if "company_id" in values and is_stored and f"model_{name.replace('.', '_')}" not in ruled:
            yield Finding(file.name, node.lineno, f"{name} has a company but no record rule", True)
