"""For those who already run Odoo: install on a database with data, upgrade, uninstall; Odoo goes on working (X6)."""

import os
import subprocess
import sys
import urllib.request

import pytest

from tests.fixtures.database import database_copy, odoo_options, query
from tests.fixtures.server import OdooServer

OURS = os.environ.get("CLUB_ADDONS", "")

SHOP_BEFORE_US = """
from datetime import datetime, timedelta
partner = env["res.partner"].create({"name": "Old Customer", "phone": "+989121230001", "email": "old@example.com"})
product = env["product.product"].create({"name": "Old Book", "type": "service", "list_price": 100, "taxes_id": False})
program = env["loyalty.program"].create({
    "name": "Old Card", "program_type": "loyalty", "applies_on": "both", "trigger": "auto",
    "rule_ids": [(0, 0, {"reward_point_mode": "order", "reward_point_amount": 7})],
    "reward_ids": [(5,), (0, 0, {"reward_type": "discount", "discount": 5, "required_points": 14})],
})
Order = env["sale.order"]

def sell(customer, quantity=1, reward=False):
    order = Order.create({"partner_id": customer.id, "order_line": [
        (0, 0, {"product_id": product.id, "product_uom_qty": quantity})]})
    order._update_programs_and_rewards()
    if reward:
        for card, rewards in order._get_claimable_rewards().items():
            order._apply_program_reward(rewards[:1], card)
    order.action_confirm()
    return order

sell(partner)
assert env["loyalty.card"].search([("partner_id", "=", partner.id)]).points == 7
# A year of native loyalty, with all that it does to its own balances.
year = env["res.partner"].create([{"name": f"Year {index}"} for index in range(12)])
for month in range(12):
    for index, customer in enumerate(year):
        if (month + index) % 3:
            order = sell(customer, 1 + month % 3, reward=month % 4 == 3)
            env.flush_all()
            moment = datetime.now() - timedelta(days=30 * (12 - month))
            env.cr.execute("UPDATE loyalty_history SET create_date = %s WHERE order_id = %s", [moment, order.id])
            if (month + index) % 7 == 0:
                order._action_cancel()
env["loyalty.card"].search([("partner_id", "=", year[3].id)]).points += 0.555
env["loyalty.card"].search([("partner_id", "=", year[4].id)]).points = -20
env["loyalty.card"].create({"program_id": program.id, "partner_id": year[5].id, "points": 11})
env["base.partner.merge.automatic.wizard"]._merge((year[6] | year[7]).ids, year[6])
env.cr.commit()
"""

ADOPT_THE_OLD_CARDS = """
program = env["loyalty.program"].search([("name", "=", "Old Card")])
cards = env["loyalty.card"].with_context(active_test=False).search([("program_id", "=", program.id)])
before = {}
for card in cards:
    before[card.partner_id] = before.get(card.partner_id, 0) + round(card.points + 1e-9, 2)
club = env["loyalty.club"].create({"name": "Club", "program_id": program.id})
assert not club._verify()
after = {member.partner_id: member.points for member in club.member_ids}
assert after == before, (after, before)
assert len(before) == 12 and min(before.values()) == -20, before
opening = env["loyalty.ledger"].search([("club_id", "=", club.id), ("kind", "=", "open")])
assert len({row.occurred_on.date() for row in opening}) > 3, "points keep the day on which they were earned"
member = club.member_ids.filtered(lambda member: member.partner_id.name == "Old Customer")
assert member.points == 7, member.points
order = env["sale.order"].create({"partner_id": member.partner_id.id, "order_line": [
    (0, 0, {"product_id": env["product.product"].search([("name", "=", "Old Book")]).id})]})
order._update_programs_and_rewards()
order.action_confirm()
env.flush_all()
assert member.points == 14, member.points
assert not club._verify()
env.cr.commit()
"""

UNINSTALL = """
ours = env["ir.module.module"].search([("name", "in", %r), ("state", "=", "installed")])
ours.button_immediate_uninstall()
env.cr.commit()
"""

WORK_WITHOUT_US = """
assert not env["ir.module.module"].search([("name", "in", %r), ("state", "!=", "uninstalled")])
partner = env["res.partner"].search([("name", "=", "Old Customer")])
assert partner.phone == "+989121230001"
card = env["loyalty.card"].search([("partner_id", "=", partner.id)])
assert card.points == 14, card.points
order = env["sale.order"].create({"partner_id": partner.id, "order_line": [
    (0, 0, {"product_id": env["product.product"].search([("name", "=", "Old Book")]).id})]})
order._update_programs_and_rewards()
order.action_confirm()
assert card.points == 21, card.points
leftovers = env["ir.model.data"].search([("module", "in", %r)])
assert not leftovers, leftovers.mapped("complete_name")
"""


def odoo(*arguments, script=None):
    """Run Odoo's command line and give what it logged.

    :raise AssertionError: when it fails or logs an error
    """
    command = [sys.executable, "-m", "odoo", *arguments]
    done = subprocess.run(command, input=script, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-4000:]
    assert " ERROR " not in done.stderr and " CRITICAL " not in done.stderr, done.stderr[-4000:]
    assert "Traceback" not in done.stderr, done.stderr[-4000:]
    return done.stderr


def run_script(database, script):
    odoo("shell", *odoo_options(), "-d", database, "--no-http", "--log-level=warn", script=script)


def update(database, *arguments):
    odoo(*odoo_options(), "-d", database, *arguments, "--stop-after-init", "--no-http", "--log-level=warn")


@pytest.fixture(scope="module")
def running_shop():
    """A database of Odoo alone, with a customer, an order and points of a native loyalty program."""
    with database_copy("lifecycle", template=os.environ["CLUB_TEMPLATE_DATABASE"]) as name:
        run_script(name, SHOP_BEFORE_US)
        yield name


def answers(database):
    with OdooServer(database) as server, urllib.request.urlopen(f"{server.url}/web/login", timeout=60) as page:
        return page.status == 200 and b"oe_login_form" in page.read()


def test_install_on_a_running_shop(running_shop):
    update(running_shop, "-i", OURS)
    states = query(running_shop, "SELECT DISTINCT state FROM ir_module_module WHERE name = ANY(%s)", [OURS.split(",")])
    assert states == [("installed",)]
    customer = query(running_shop, "SELECT is_customer_club FROM res_partner WHERE name = 'Old Customer'")
    assert customer == [(True,)]  # who has bought is a customer from the start
    run_script(running_shop, ADOPT_THE_OLD_CARDS)
    assert answers(running_shop)


def test_upgrade_keeps_everything(running_shop):
    before = query(running_shop, "SELECT id, points, idem_key FROM loyalty_ledger ORDER BY id")
    assert before
    update(running_shop, "-u", OURS)
    assert query(running_shop, "SELECT id, points, idem_key FROM loyalty_ledger ORDER BY id") == before
    assert answers(running_shop)


def test_uninstall_leaves_odoo_and_the_points(running_shop):
    names = OURS.split(",")
    run_script(running_shop, UNINSTALL % names)
    run_script(running_shop, WORK_WITHOUT_US % (names, names))
    tables = query(
        running_shop,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^(club|loyalty_(club|form|sms|ledger|lot))_'",
    )
    assert not tables
    assert answers(running_shop)
