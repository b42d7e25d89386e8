from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import file_open

from .common import SmsCase

SECRETS = ["url", "username", "password", "api_key", "token", "callback_base", "http_header", "http_body", "set_up"]


@tagged("post_install", "-at_install")
class TestRights(SmsCase):
    """X2, S1: who may see and decide what."""

    def test_secrets_are_administrators_only(self):
        self.manager.group_ids |= self.env.ref("base.group_allow_export")
        gateway = self.gateway.with_user(self.manager)
        self.assertEqual(gateway.name, "First")
        for name in SECRETS:
            self.assertFalse(gateway.fields_get([name]), name)
            with self.assertRaises(AccessError, msg=name):
                gateway.read([name])
            with self.assertRaises(AccessError, msg=name):
                gateway.export_data([name])
            with self.assertRaises(AccessError, msg=name):
                gateway.search([(name, "like", "%")])
            with self.assertRaises(AccessError, msg=name):
                gateway._read_group([], [name])
        with self.assertRaises(AccessError):
            gateway.write({"url": "http://elsewhere.example"})
        with self.assertRaises(AccessError):
            gateway.copy()
        gateway.write({"sequence": 5, "sender": "10002"})

    def test_secrets_are_exported_by_nobody(self):
        for name in (*SECRETS, "smpp_password"):
            if name == "callback_base":
                continue
            self.assertFalse(self.gateway.fields_get([name])[name]["exportable"], name)
            for path in (name, f".{name}"):
                with self.assertRaises(AccessError, msg=path):
                    self.gateway.export_data(["name", path])
        self.assertEqual(self.gateway.export_data(["name", "kind"])["datas"][0][0], "First")

    def test_system_administrator_sets_up(self):
        system = new_test_user(self.env, "sms_system", "base.group_system,crm_segments.crm_segments_group_user")
        gateway = self.gateway.with_user(system)
        gateway.password = "another"
        self.assertEqual(gateway.password, "another")

    def test_messages_of_other_companies_and_codes_are_hidden(self):
        mine, code = self._enqueue(), self._enqueue(body="12345", purpose="code")
        theirs = self.env["loyalty.sms.message"].create(
            {"company_id": self.other_company.id, "number": "+989121234569", "body": "x"}
        )
        visible = self.env["loyalty.sms.message"].with_user(self.manager).search([])
        self.assertIn(mine, visible)
        self.assertFalse(visible & (code | theirs))
        with self.assertRaises(AccessError):
            theirs.with_user(self.manager).action_send_again()

    def test_messages_are_changed_by_decisions_only(self):
        message = self._enqueue()
        for operation in (
            lambda: message.with_user(self.manager).write({"state": "delivered"}),
            lambda: message.with_user(self.manager).unlink(),
            lambda: message.with_user(self.manager).create({"company_id": self.company.id, "number": "1"}),
        ):
            with self.assertRaises(AccessError):
                operation()

    def test_employees_without_a_role_see_nothing(self):
        for model in ("gateway", "route", "message", "attempt", "event", "consent"):
            with self.assertRaises(AccessError, msg=model):
                self.env[f"loyalty.sms.{model}"].with_user(self.outsider).search([])

    def test_partner_form_of_an_employee_without_a_role(self):
        partner = self._customer()
        self.assertNotIn("loyalty_sms_count", partner.with_user(self.outsider).fields_get())

    def test_consents_are_added_and_never_changed(self):
        consent = (
            self.env["loyalty.sms.consent"]
            .with_user(self.user)
            .create(
                {
                    "number": "+989121234567",
                    "kind": "out",
                    "proof": "in the shop",
                    "source": "inbound",
                    "user_id": self.manager.id,
                }
            )
        )
        self.assertEqual((consent.user_id, consent.source), (self.user, "person"))
        with self.assertRaises(AccessError):
            consent.write({"kind": "in"})
        with self.assertRaises(AccessError):
            consent.unlink()

    def test_neutralized_copy_knows_no_secret(self):
        self._gateway("Kav", kind="kavenegar", api_key="0123456789", http_header="X: y")
        message = self._enqueue()
        self.env.flush_all()
        with file_open("loyalty_sms/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        gateways = self.env["loyalty.sms.gateway"].with_context(active_test=False).search([])
        self.assertFalse(any(gateways.mapped("active")))
        for name in set(SECRETS) - {"set_up", "callback_base"}:
            self.assertFalse(any(gateways.mapped(name)), name)
        self.assertEqual(message.state, "canceled")
