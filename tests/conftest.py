"""Fixtures of the tests that run real processes: a database copy, Odoo servers and a browser."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `tests.fixtures` without Odoo's package machinery


@pytest.fixture(scope="module")
def database(request):
    """A copy of the test database for the tests of one file."""
    from tests.fixtures.database import database_copy

    with database_copy(Path(request.node.name).stem.removeprefix("test_")[:20]) as name:
        yield name


@pytest.fixture(scope="module")
def server(database):
    """An Odoo server on that database, without scheduled jobs."""
    from tests.fixtures.server import OdooServer

    with OdooServer(database) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    from tests.fixtures.browser import chromium

    with chromium() as running:
        yield running
