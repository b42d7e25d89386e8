"""A change of very many customers, on a server that is killed in the middle of it, and again while it is undone: nobody
is forgotten, and what each had before is not lost (C1, X4)."""

from collections import Counter

import pytest

from tests.fixtures.database import query
from tests.fixtures.server import OdooServer

COUNT = 1400  # more than are changed while the user waits, and some batches


@pytest.fixture(scope="module")
def server(database):
    with OdooServer(database, crons=1) as running:
        yield running


def make_customers(admin):
    """:return: ids, and the id of their two groups, of which every third customer has the second"""
    general, shops = admin("club.customer.group", "create", [[{"name": "Readers"}, {"name": "Shops"}]])
    values = [
        {"name": f"Guest {number}", "is_customer_club": True, "customer_group_id": general if number % 3 else shops}
        for number in range(COUNT)
    ]
    return admin("res.partner", "create", [values]), (general, shops)


def groups_of(database, partners):
    rows = query(database, "SELECT id, customer_group_id FROM res_partner WHERE id = ANY(%s)", [partners])
    return dict(rows)


def lines(database, change):
    statement = "SELECT state, count(*) FROM club_bulk_change_line WHERE change_id = %s GROUP BY state"
    return Counter(dict(query(database, statement, [change])))


def test_killed_while_changing_and_while_undoing(server, database):
    admin = server.user("admin")
    partners, (general, shops) = make_customers(admin)
    [vip] = admin("club.customer.group", "create", [[{"name": "VIP"}]])
    before = groups_of(database, partners)
    [wizard] = admin("club.bulk.action", "create", [[{"partner_ids": partners, "kind": "group", "group_id": vip}]])
    done = admin("club.bulk.action", "action_apply", [[wizard]])
    change = done["params"]["id"]
    assert done["params"]["is_running"]

    server.wait(lambda: lines(database, change)["changed"] > 0)
    server.kill()
    middle = lines(database, change)
    assert 0 < middle["changed"] < COUNT, "killed in the middle"
    assert Counter(groups_of(database, partners).values())[vip] == middle["changed"], "changed and noted together"
    server.start_again()
    server.wait(lambda: lines(database, change)["changed"] == COUNT)
    assert set(groups_of(database, partners).values()) == {vip}

    server.user("admin")("club.bulk.change", "action_undo", [[change]])
    server.wait(lambda: lines(database, change)["undone"] > 0)
    server.kill()
    assert 0 < lines(database, change)["undone"] < COUNT
    server.start_again()
    server.wait(lambda: lines(database, change)["undone"] == COUNT)
    assert groups_of(database, partners) == before
    assert set(before.values()) == {general, shops}
