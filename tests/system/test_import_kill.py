"""A list of customers, on a server that is killed in the middle of taking it in: it goes on by itself, is stopped and
resumed by the buttons, and is taken back, again on a server that is killed. Nobody is made twice or left behind (C19,
X4)."""

import base64
from collections import Counter

import pytest

from tests.fixtures.database import query
from tests.fixtures.server import OdooServer

COUNT = 2500  # some batches


@pytest.fixture(scope="module")
def server(database):
    with OdooServer(database, crons=1) as running:
        yield running


def rows(database, record):
    statement = "SELECT state, count(*) FROM club_import_row WHERE import_id = %s GROUP BY state"
    return Counter(dict(query(database, statement, [record])))


def state(database, record):
    return query(database, "SELECT state FROM club_import WHERE id = %s", [record])[0][0]


def customers(database):
    """:return: of the customers of the list, how many there are and how many names they have"""
    return query(database, "SELECT count(*), count(DISTINCT name) FROM res_partner WHERE name LIKE 'Listed %%'")[0]


def test_killed_stopped_resumed_and_taken_back(server, database):
    admin = server.user("admin")
    lines = ["name,mobile", *(f"Listed {number},+98935{number:07}" for number in range(COUNT))]
    file = base64.b64encode("\n".join(lines).encode()).decode()
    [record] = admin("club.import", "create", [[{"name": "list.csv", "file": file}]])
    admin("club.import", "action_check", [[record]])
    server.wait(lambda: state(database, record) == "review")
    admin("club.import", "action_run", [[record]])

    server.wait(lambda: rows(database, record)["created"] > 0)
    server.kill()
    done = rows(database, record)["created"]
    assert 0 < done < COUNT, "killed in the middle"
    assert customers(database) == (done, done), "made and noted together"
    server.start_again()
    server.wait(lambda: rows(database, record)["created"] > done)

    admin = server.user("admin")
    admin("club.import", "action_stop", [[record]])
    assert state(database, record) == "paused"
    assert rows(database, record)["created"] < COUNT, "stopped before the end"
    admin("club.import", "action_run", [[record]])
    server.wait(lambda: state(database, record) == "done")
    assert (rows(database, record)["created"], customers(database)) == (COUNT, (COUNT, COUNT))

    admin("club.import", "action_undo", [[record]])
    server.wait(lambda: rows(database, record)["undone"] > 0)
    server.kill()
    assert 0 < rows(database, record)["undone"] < COUNT
    server.start_again()
    server.wait(lambda: state(database, record) == "undone")
    assert (rows(database, record)["undone"], customers(database)) == (COUNT, (0, 0))
