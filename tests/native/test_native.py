"""Odoo's own tests pass with our add-ons installed as they do without, but for those that assert a drift which we mend.

An area is one file, `areas/<name>.py`: `MODULES` (whose post_install tests are run), `AT_LEAST` (so many must be
found), `SLOW` (only in `make test-load`), and `EXCEPTIONS` (the test, as Odoo names it, and why it cannot pass). A
failure that is no exception fails the run; so does an exception that passes, since it is out of date.
"""

import importlib.util
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.fixtures.database import database_copy, odoo_options
from tests.fixtures.server import free_port

LOAD = bool(os.environ.get("CLUB_LOAD"))
FAILED = (
    re.compile(r"odoo\.addons\.(\w+)\.tests\.\S+: (?:FAIL|ERROR): (?:Subtest )?(\w+\.\w+)"),
    re.compile(r"odoo\.tests\.suite: ERROR: setUpClass \(odoo\.addons\.(\w+)\.tests\.\w+\.(\w+)\)"),
)
STARTED = re.compile(r"odoo\.addons\.(\w+)\.tests\.\S+: Starting ")


def areas():
    """The areas that this run looks at."""
    for path in sorted((Path(__file__).parent / "areas").glob("*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        area = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(area)
        if LOAD or not area.SLOW:
            yield pytest.param(area, id=path.stem)


def run(database, modules):
    """Run the post_install tests of some modules as Odoo runs them.

    :return: the names of those that failed, as `module.Class.method`, and how many of each module were run
    """
    command = [
        sys.executable, "-m", "odoo", *odoo_options(), "-d", database, f"--db-filter=^{database}$",
        "--test-enable", f"--test-tags={','.join('post_install/' + module for module in modules)}", "--stop-after-init",
        f"--http-port={free_port()}", "--log-level=info", "--max-cron-threads=0",
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=1800, env={**os.environ, "ODOO_TEST_MAX_FAILED_TESTS": "10000"}
    )
    failed = {f"{module}.{name}" for pattern in FAILED for module, name in pattern.findall(done.stderr)}
    return failed, Counter(STARTED.findall(done.stderr)), done.stderr


@pytest.mark.parametrize("area", areas())
def test_odoos_own_tests(area, tmp_path):
    with database_copy(f"native_{area.__name__}") as database:
        failed, counts, log = run(database, area.MODULES)
    Path(os.environ.get("CLUB_NATIVE_LOG", tmp_path / "log")).write_text(log)
    print(f"\n{dict(counts)} tests, {len(failed)} failed")
    assert all(counts[module] for module in area.MODULES), f"nothing of a module was run: {log[-3000:]}"
    assert counts.total() >= area.AT_LEAST, log[-3000:]
    unexpected = sorted(failed - area.EXCEPTIONS.keys())
    assert not unexpected, (unexpected, log[-6000:])
    assert not sorted(area.EXCEPTIONS.keys() - failed), "an exception that passes is out of date"
