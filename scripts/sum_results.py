#!/usr/bin/env python3
"""Add up what the test runs counted and print one closing line. A skipped test or an empty run is a failure."""

import json
import sys
from pathlib import Path

totals = {"passed": 0, "failed": 0, "skipped": 0}
for path in Path(sys.argv[1]).glob("*.json"):
    for outcome, count in json.loads(path.read_text()).items():
        totals[outcome] += count
print("tests: {passed} passed, {failed} failed, {skipped} skipped".format(**totals))
if totals["skipped"]:
    print("A test was skipped, so it proved nothing: see above for the reason.")
sys.exit(bool(totals["failed"] or totals["skipped"] or not totals["passed"]))
