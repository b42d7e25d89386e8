"""The demo shop is what people see first: it installs without a complaint, shows every area, and adds up (X5)."""

import os

from tests.fixtures.database import database_copy, query
from tests.system.test_lifecycle import run_script, update

OURS = os.environ.get("CLUB_ADDONS", "")

SHOWN = (
    "club_segment",
    "club_customer_metric",
    "club_tag_rule",
    "loyalty_club_member",
    "loyalty_club_tier",
    "loyalty_ledger",
    "loyalty_form",
    "loyalty_form_entry",
    "loyalty_sms_message",
)

ADDS_UP = """
clubs = env["loyalty.club"].search([])
assert clubs and not clubs._verify(), clubs._verify()
"""


def test_demo_shop():
    with database_copy("demo_shop", template=os.environ["CLUB_TEMPLATE_DATABASE"]) as name:
        query(name, "UPDATE ir_module_module SET demo = TRUE WHERE state = 'installed'")
        update(name, "-i", OURS, "--with-demo")
        without = query(
            name, "SELECT name FROM ir_module_module WHERE name = ANY(%s) AND demo IS NOT TRUE", [OURS.split(",")]
        )
        assert not without, "these gave up their demo data"
        empty = [table for table in SHOWN if not query(name, f"SELECT 1 FROM {table} LIMIT 1")]
        assert not empty, "nothing to see there"
        run_script(name, ADDS_UP)
