"""A receipt that the till sends by SMS goes through our gateways (S1).

The add-on for it is installed here, as not every shop has it.
"""

import subprocess
import sys

from tests.fixtures.database import database_copy, odoo_options, query

RECEIPT = """
config = env["pos.config"].search([("company_id", "=", env.company.id)], limit=1)
config = config or env["pos.config"].create({"name": "Till"})
template = env["sms.template"].create({
    "name": "Receipt", "body": "Your receipt {{ object.name }}", "model_id": env["ir.model"]._get_id("pos.order")})
config.write({"module_pos_sms": True, "sms_receipt_template_id": template.id})
session = config.current_session_id or env["pos.session"].create({"config_id": config.id, "user_id": env.uid})
order = env["pos.order"].create({
    "session_id": session.id, "amount_tax": 0, "amount_total": 0, "amount_paid": 0, "amount_return": 0})
env["loyalty.sms.gateway"].search([]).active = False
env["loyalty.sms.gateway"].create({
    "name": "Till", "kind": "kannel", "url": "http://127.0.0.1:9/", "username": "u", "password": "p"})
order.action_sent_message_on_sms("+989121234599", "")
env.cr.commit()
print("SENT", order.name)
"""


def test_receipt_goes_through_the_outbox():
    with database_copy("pos_sms") as database:
        options = [*odoo_options(), "-d", database, "--no-http", "--log-level=error"]
        install = [sys.executable, "-m", "odoo", *options, "-i", "pos_sms", "--stop-after-init"]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
        shell = [sys.executable, "-m", "odoo", "shell", *options]
        done = subprocess.run(shell, input=RECEIPT, capture_output=True, text=True, timeout=300)
        assert "SENT" in done.stdout, done.stderr[-3000:]
        rows = query(
            database, "SELECT number, body, purpose, state FROM loyalty_sms_message WHERE number = '+989121234599'"
        )
        name = done.stdout.partition("SENT ")[2].strip()
        assert rows == [("+989121234599", f"Your receipt {name}", "service", "queued")]
