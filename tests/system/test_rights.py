"""Nobody outside reads anybody's data through a model of ours, whatever model it is (X2)."""

import xmlrpc.client

import pytest

from tests.fixtures.database import query

OURS = "crm_segments", "loyalty_club", "loyalty_forms", "loyalty_sms"


@pytest.fixture(scope="module")
def models(database):
    """Every stored or transient model that an add-on of ours brings."""
    rows = query(
        database,
        """
        SELECT DISTINCT model.model FROM ir_model model JOIN ir_model_data data ON data.res_id = model.id AND data.model = 'ir.model'
         WHERE data.module = ANY(%s) AND model.abstract IS NOT TRUE
           AND NOT EXISTS (SELECT 1 FROM ir_model_data other WHERE other.model = 'ir.model' AND other.res_id = model.id
                              AND other.module <> ALL(%s))
        """,
        [list(OURS), list(OURS)],
    )
    found = sorted(name for (name,) in rows)
    assert {"loyalty.ledger", "loyalty.form.entry", "club.segment", "loyalty.sms.message"} <= set(found)
    return found


@pytest.fixture(scope="module")
def portal(server):
    """A portal user, who is a customer like any other."""
    admin = server.user("admin")
    group = admin("ir.model.data", "check_object_reference", ["base", "group_portal"])[1]
    admin(
        "res.users",
        "create",
        [{"name": "Outsider", "login": "outsider", "password": "outsider-password", "group_ids": [(6, 0, [group])]}],
    )
    return server.user("outsider", "outsider-password")


@pytest.mark.parametrize("method", ["search_read", "read_group", "create", "write", "unlink", "export_data"])
def test_portal_reaches_no_model_of_ours(portal, models, method):
    arguments = {
        "search_read": ([[]],),
        "read_group": ([[], ["id:count"], []],),
        "create": ([{}],),
        "write": ([[1], {}],),
        "unlink": ([[1]],),
        "export_data": ([[1], ["id"]],),
    }[method]
    reached = []
    for model in models:
        try:
            portal(model, method, *arguments)
        except xmlrpc.client.Fault:
            continue
        reached.append(model)
    assert not reached, f"a portal user can {method} on {reached}"
