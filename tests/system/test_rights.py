"""Nobody outside reads anybody's data through a model of ours, whatever model it is (X2)."""

import os
import xmlrpc.client

import pytest

from tests.fixtures.database import query

OURS = os.environ.get("CLUB_ADDONS", "").split(",")
OUTSIDERS = "base.group_portal", "base.group_public"


@pytest.fixture(scope="module")
def models(database):
    """Every stored or transient model that an add-on of ours brings."""
    rows = query(
        database,
        """
        SELECT model.model FROM ir_model model
          JOIN ir_model_data data ON data.res_id = model.id AND data.model = 'ir.model'
         WHERE model.abstract IS NOT TRUE
         GROUP BY model.model HAVING bool_and(data.module = ANY(%s))
        """,
        [OURS],
    )
    found = sorted(name for (name,) in rows)
    assert {"loyalty.ledger", "loyalty.form.entry", "club.segment", "loyalty.sms.message"} <= set(found)
    return found


@pytest.fixture(scope="module")
def portal(server):
    """A portal user, who is a customer like any other."""
    admin = server.user("admin")
    group = admin("res.groups", "search", [[["full_name", "ilike", "portal"]]], {"limit": 1})
    values = {"name": "Outsider", "login": "outsider", "password": "outsider-password", "group_ids": [(6, 0, group)]}
    user = admin("res.users", "create", [values])
    assert admin("res.users", "read", [[user], ["share"]])[0]["share"]
    return server.user("outsider", "outsider-password")


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("search_read", ([],)),
        ("formatted_read_group", ([], ["id"], ["__count"])),
        ("web_search_read", ([], {})),
        ("create", ([{}],)),
        ("write", ([1], {})),
        ("unlink", ([1],)),
        ("export_data", ([1], ["id"])),
    ],
)
def test_portal_reaches_no_model_of_ours(portal, models, method, arguments):
    reached = []
    for model in models:
        try:
            portal(model, method, arguments)
        except xmlrpc.client.Fault as fault:
            assert fault.faultCode in (2, 3, 4), f"{model}.{method}: {fault.faultString[-500:]}"  # refused, not broken
            continue
        reached.append(model)
    assert not reached, f"a portal user can {method} on {reached}"


def test_no_access_row_of_ours_is_for_outsiders(database, models):
    """Neither portal and public users by name, nor everybody by a row without a group."""
    rows = query(
        database,
        """
        SELECT access.name FROM ir_model_access access
          JOIN ir_model model ON model.id = access.model_id
          LEFT JOIN ir_model_data data ON data.res_id = access.group_id AND data.model = 'res.groups'
         WHERE model.model = ANY(%s) AND access.active
           AND (access.group_id IS NULL OR data.module || '.' || data.name = ANY(%s))
        """,
        [models, list(OUTSIDERS)],
    )
    assert not rows


def test_every_company_bound_model_has_a_company_rule(database, models):
    """Who works in one company does not see what is another's (X2, X3)."""
    rows = query(
        database,
        """
        SELECT model.model FROM ir_model model
          JOIN ir_model_fields field ON field.model_id = model.id AND field.name = 'company_id' AND field.store
         WHERE model.model = ANY(%s) AND model.transient IS NOT TRUE
           AND NOT EXISTS (SELECT 1 FROM ir_rule rule WHERE rule.model_id = model.id AND rule.active
                              AND rule.domain_force LIKE '%%company%%')
        """,
        [models],
    )
    assert not [name for (name,) in rows]
