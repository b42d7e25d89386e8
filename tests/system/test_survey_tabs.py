"""The link of a survey, open in several tabs and sent at the same moment, takes one answer (F14)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fixtures.database import query

TOKEN = re.compile(r'name="token" value="([^"]+)"')
TABS = 6


@pytest.fixture(scope="module")
def link(server, database):
    admin = server.user("admin")
    for name in ("minute", "hour", "day"):
        admin("ir.config_parameter", "set_param", [f"loyalty_forms.limit_per_{name}", "1000000"])
    admin("ir.config_parameter", "set_param", ["loyalty_forms.min_seconds", "0"])
    field = {"kind": "nps", "label": "Score", "alias": "score"}
    values = {"name": "Survey", "slug": "tabs", "captcha": "none", "is_published": True, "field_ids": [(0, 0, field)]}
    form = admin("loyalty.form", "create", [values])
    key = admin("loyalty.form.field", "search_read", [[["form_id", "=", form]]], {"fields": ["key"]})[0]["key"]
    survey = admin("loyalty.form.survey", "create", [{"name": "Orders", "form_id": form}])
    partner = admin("res.partner", "create", [{"name": "Sara", "phone": "+989121234567"}])
    query(
        database,
        """INSERT INTO loyalty_form_survey_invite (survey_id, company_id, partner_id, order_ref, token, state, sent_at)
           SELECT %s, company_id, %s, 'sale.order,1', 'a-token-of-a-link', 'sent', now()
             FROM loyalty_form WHERE id = %s""",
        [survey, partner, form],
    )
    return f"{server.url}/f/tabs", key, form


def test_all_tabs_at_once_are_one_answer(link, database):
    url, key, form = link
    pages = [requests.get(f"{url}?i=a-token-of-a-link", timeout=60).text for _tab in range(TABS)]
    tokens = [TOKEN.search(page)[1] for page in pages]
    with ThreadPoolExecutor(TABS) as pool:
        send = lambda tab: requests.post(url, {"token": tokens[tab], key: str(tab)}, timeout=60)  # noqa: E731
        statuses = [answer.status_code for answer in pool.map(send, range(TABS))]
    assert statuses == [200] * TABS, "each tab is thanked"
    rows = query(database, "SELECT id, invite_id IS NOT NULL FROM loyalty_form_entry WHERE form_id = %s", [form])
    assert len(rows) == 1 and rows[0][1]
    state = query(database, "SELECT state, entry_id FROM loyalty_form_survey_invite WHERE token = 'a-token-of-a-link'")
    assert state == [("answered", rows[0][0])]
    assert not TOKEN.search(requests.get(f"{url}?i=a-token-of-a-link", timeout=60).text), "answered is answered"
