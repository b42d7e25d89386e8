"""What the handbooks show is shown to work."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPES = re.findall(
    r"^```python\n# (\S+\.py)\n(.*?)^```$", (ROOT / "docs/extending.md").read_text(encoding="utf-8"), re.S | re.M
)


@pytest.mark.parametrize(("path", "source"), RECIPES, ids=[path for path, _source in RECIPES])
def test_recipe(path, source):
    """Each file on the page has its place in an add-on, whose tests run it."""
    assert ast.parse(source).body
    folder = (ROOT / path).parent
    assert (folder / "__init__.py").exists()
    assert path in (ROOT / path.split("/")[0] / "tests/test_recipe.py").read_text(encoding="utf-8")


def test_recipes_are_found():
    assert RECIPES
