"""Lets `from loyalty_club.tools import points` work where Odoo is not loaded.

Each add-on is registered as an empty package with only its path, so that its `__init__`, which needs Odoo, never runs.
A `tools` module that imports `odoo` therefore fails here: pure logic stays pure.
"""

import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

for manifest in ROOT.glob("*/__manifest__.py"):
    package = types.ModuleType(manifest.parent.name)
    package.__path__ = [str(manifest.parent)]
    sys.modules.setdefault(manifest.parent.name, package)
    tests = types.ModuleType(f"{manifest.parent.name}.tests")  # for the stubs of outside services among them
    tests.__path__ = [str(manifest.parent / "tests")]
    sys.modules.setdefault(tests.__name__, tests)
