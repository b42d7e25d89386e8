from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KavenegarStub, SmsCase

KEY = "6B7A5C4D3E2F1A0B"
ACCEPTED = {"return": {"status": 200, "message": "ok"}, "entries": [{"messageid": 85463238, "status": 1, "cost": 120}]}


def entries(*rows):
    return {"return": {"status": 200, "message": "ok"}, "entries": list(rows)}


@tagged("post_install", "-at_install")
class TestKavenegar(SmsCase):
    """S1, S3, S4: Kavenegar as documented, against a named stub."""

    def setUp(self):
        super().setUp()
        self.stub = self.enterContext(KavenegarStub())
        self.gateway.active = False
        self.kavenegar = self._gateway("Kavenegar", kind="kavenegar", api_key=KEY, url=self.stub.url, sender="10004346")

    def _run(self, answer):
        self.stub.answers["sms/send"] = answer
        with self.enter_registry_test_mode():
            self.env["loyalty.sms.dispatcher"]._run()

    def _ask(self, method, answer):
        self.stub.answers[method] = answer
        self.env["loyalty.sms.attempt"].search([]).started_at = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=5
        )
        self._run_cron("loyalty_sms.ir_cron_sms_ask")

    def test_accepted(self):
        message = self._enqueue(body="سلام")
        self._run((200, ACCEPTED))
        attempt = message.attempt_ids
        form = {"receptor": "09121234567", "message": "سلام", "localid": str(attempt.id), "sender": "10004346"}
        self.assertEqual(self.stub.requests, [("sms/send", KEY, form)])
        self.assertEqual((message.state, attempt.provider_ref, message.cost), ("accepted", "85463238", 120))
        self._ask("sms/status", (200, entries({"messageid": 85463238, "status": 10, "statustext": "رسیده به گیرنده"})))
        self.assertEqual(message.state, "delivered")

    def test_no_credit_waits(self):
        message = self._enqueue()
        self._run((418, {"return": {"status": 418, "message": "اعتبار کافی نیست"}, "entries": None}))
        self.assertEqual((message.state, self.kavenegar.health), ("queued", "attention"))
        self.assertEqual(self.kavenegar.health_message, "اعتبار کافی نیست")

    def test_invalid_number(self):
        message = self._enqueue()
        self._run((411, {"return": {"status": 411, "message": "دریافت کننده نامعتبر"}, "entries": None}))
        self.assertEqual((message.state, message.failure_type), ("failed", "sms_number_format"))

    def test_broken_connection_is_asked_about(self):
        message = self._enqueue()
        self._run((None, ""))
        self.assertEqual(message.state, "unknown")
        attempt = message.attempt_ids
        row = {"messageid": 5, "localid": attempt.id, "status": 4}
        self._ask("sms/statuslocalmessageid", (200, entries(row)))
        self.assertEqual((message.state, len(self.stub.requests)), ("accepted", 2))

    def test_person_has_the_provider_asked(self):
        message = self._enqueue()
        self._run((None, ""))
        self.assertTrue(message.can_ask)
        row = {"messageid": 5, "localid": message.attempt_ids.id, "status": 10}
        self.stub.answers["sms/statuslocalmessageid"] = (200, entries(row))
        with self.enter_registry_test_mode():
            self.assertIn("0", message.with_user(self.user).action_ask_provider()["params"]["message"])
            self.assertEqual(message.state, "unknown", "it may just not know it yet")
            message.attempt_ids.started_at = fields.Datetime.subtract(fields.Datetime.now(), minutes=5)
            self.env.flush_all()
            self.assertEqual(message.with_user(self.user).action_ask_provider()["params"]["type"], "success")
        message.invalidate_recordset()
        self.assertEqual(message.state, "delivered")
        self.assertFalse(message.can_ask)

    def test_message_that_never_arrived_is_sent(self):
        message = self._enqueue()
        self._run((502, "<html>Bad gateway</html>"))
        self.assertEqual(message.state, "unknown")
        row = {"messageid": 0, "localid": message.attempt_ids.id, "status": 100}
        self._ask("sms/statuslocalmessageid", (200, entries(row)))
        self.assertEqual(message.state, "queued")
        self._run((200, ACCEPTED))
        self.assertEqual((message.state, len(message.attempt_ids)), ("accepted", 2))

    @mute_logger("odoo.addons.loyalty_sms.models.loyalty_sms_dispatcher")
    def test_key_is_nowhere(self):
        self.kavenegar.url = "http://127.0.0.1:9"
        message = self._enqueue(body="private text")
        with self.assertLogs("urllib3.connectionpool", "DEBUG") as logs:
            self._run((200, ACCEPTED))
            self.kavenegar.url = self.stub.url
            self._run((200, ACCEPTED))
        kept = "\n".join([*logs.output, *message.attempt_ids.mapped("reason"), message.reason or ""])
        self.assertIn("/v1/•••/sms/send.json", kept)
        self.assertNotIn(KEY, kept)
        self.assertNotIn("private text", kept)

    def test_credit(self):
        self.stub.answers["account/info"] = (200, {"return": {"status": 200}, "entries": {"remaincredit": 1500}})
        self.kavenegar.with_user(self.manager).action_read_credit()
        self.assertEqual(self.kavenegar.credit, "1,500 IRR")
