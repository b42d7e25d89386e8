"""For every test run: count the outcomes, and let no test be skipped silently.

Odoo skips browser tests where Chromium or the HTTP server is missing, and the run stays green; here that is a failure.
"""

import json
import os
from pathlib import Path


def pytest_terminal_summary(terminalreporter):
    counts = {
        outcome: len([report for report in terminalreporter.stats.get(outcome, []) if hasattr(report, "nodeid")])
        for outcome in ("passed", "failed", "skipped", "error")
    }
    counts["failed"] += counts.pop("error")
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"SKIPPED {report.nodeid}: {report.longrepr}")
    if results := os.environ.get("CLUB_RESULTS"):
        Path(results).write_text(json.dumps(counts))


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
