"""For the tests of the recipes in docs/extending.md: their files are run as if they stood where the page puts them."""

import re
import unittest
from pathlib import Path

from odoo.orm.model_classes import add_to_registry

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extending.md"


def recipe(path):
    """The file that the page shows under this path.

    :rtype: str
    """
    if not PAGE.exists():
        raise unittest.SkipTest("The handbooks are not here.")
    match = re.search(rf"^```python\n(# {re.escape(path)}\n.*?)^```$", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    assert match, f"{PAGE.name} shows no {path}"
    return match[1]


def load_recipe(case, path):
    """Add the models of a recipe to the registry, until the test class is done.

    :param case: a TransactionCase class, in its setUpClass
    :return: dict of what the file defines
    """
    name = "odoo.addons." + path.removesuffix(".py").replace("/", ".")
    defined = {"__name__": name, "__package__": name.rpartition(".")[0]}
    exec(compile(recipe(path), path, "exec"), defined)  # noqa: S102
    own = [value for value in defined.values() if getattr(value, "__module__", "") == name]
    models = [value for value in own if hasattr(value, "_module_to_models__")]
    for model in models:
        model._module_to_models__[model._module].remove(model)  # no other database has it
        add_to_registry(case.registry, model)
        case.addClassCleanup(case.registry.__delitem__, model._name)
    case.registry._setup_models__(case.env.cr, [model._name for model in models])
    return defined
