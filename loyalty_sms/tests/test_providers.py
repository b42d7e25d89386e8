from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SmsCase
from .stubs import CODE_SUCCESS, CUT_AFTER, CUT_BEFORE, ERRORS, SUCCESS, ProviderStub, ghasedak, kavenegar, smsir

SECRETS = {"username": "the-user-name", "password": "the-pass-word", "api_key": "0123456789abcdef"}


@tagged("post_install", "-at_install")
class TestProviders(SmsCase):
    """S1, S3: the contract of each kind of provider, against a stub that keeps to the provider's document."""

    def setUp(self):
        super().setUp()
        self.stub = self.enterContext(ProviderStub())
        self.gateway.active = False

    def _kinds(self):
        """Each kind with a gateway to the stub."""
        for kind in dict(self.env["loyalty.sms.gateway"]._selection_kind()):
            values = {"url": self.stub.url, "sender": "30001234", **SECRETS}
            if kind == "http":
                values["url"] += "/send?to={number}&text={text}&key={api_key}"
            with self.subTest(kind=kind):
                self.stub.requests.clear()
                yield kind, self._gateway(kind, kind=kind, **values)

    def _send(self, gateway, *answers, numbers=("+989121234567",), body="متن خصوصی"):
        """Send to the stub.

        :return: the outcomes
        """
        self.stub.answers = list(answers)
        attempts = self.env["loyalty.sms.attempt"]
        for number in numbers:
            message = self._enqueue(number, body, requested_gateway_id=gateway.id)
            attempts |= attempts.create({"message_id": message.id, "gateway_id": gateway.id, "number": number})
        return gateway._kind()._send(gateway, attempts)

    def _assert_discreet(self, outcome):
        for secret in (*SECRETS.values(), "متن خصوصی"):
            self.assertNotIn(secret, outcome.reason)

    def test_success(self):
        for kind, gateway in self._kinds():
            answer, provider_ref = SUCCESS[kind]
            (outcome,) = self._send(gateway, answer)
            self.assertEqual((outcome.kind, outcome.provider_ref), ("accepted", provider_ref), kind)
            self.assertEqual(len(self.stub.requests), 1, "one request a message")

    def test_each_documented_error(self):
        for kind, gateway in self._kinds():
            for status, body, scope, failure in ERRORS[kind]:
                (outcome,) = self._send(gateway, (status, body))
                found = outcome.kind if outcome.kind == "unknown" else outcome.scope
                self.assertEqual((found, outcome.failure), (scope, failure), f"{kind}: {status} {body}")
                self._assert_discreet(outcome)

    def test_what_leaves_a_doubt(self):
        """The request may have been taken: never a rejection, or it would be sent again."""
        doubts = [CUT_AFTER, CUT_BEFORE, (500, "<html>oops</html>"), (502, ""), (504, "{}")]
        for kind, gateway in self._kinds():
            wrong = [] if kind == "http" else [(200, "{"), (200, "[]"), (200, "null"), (200, '"x"'), (200, '{"a": 1}')]
            for answer in doubts + wrong:
                (outcome,) = self._send(gateway, answer)
                self.assertEqual(outcome.kind, "unknown", f"{kind}: {answer}")
                self._assert_discreet(outcome)

    def test_credentials_stand_where_the_document_wants_them(self):
        places = {
            "kavenegar": lambda request: "/v1/0123456789abcdef/" in request["path"],
            "melipayamak": lambda request: request["form"]["password"] == "the-pass-word",
            "ghasedak": lambda request: request["headers"]["apikey"] == "0123456789abcdef",
            "smsir": lambda request: request["headers"]["x-api-key"] == "0123456789abcdef",
            "twilio": lambda request: request["headers"]["authorization"].startswith("Basic "),
        }
        for kind, gateway in self._kinds():
            if kind in places:
                self._send(gateway, SUCCESS[kind][0])
                self.assertTrue(places[kind](self.stub.requests[0]), kind)

    def test_many_at_once(self):
        numbers = ("+989121234567", "+989351234567")
        answers = {
            "kannel": (202, "0: Accepted for delivery Denied receivers are: +989351234567"),
            "kavenegar": (200, kavenegar(200, {"receptor": "09351234567", "messageid": 2, "status": 14},
                                         {"receptor": "09121234567", "messageid": 1, "status": 1})),
            "ghasedak": (200, ghasedak(200, {"items": [{"receptor": "09121234567", "messageId": "1"}]})),
            "smsir": (200, smsir(1, {"messageIds": [1, 0], "cost": 2})),
        }  # fmt: skip
        answers["smpp"] = answers["kannel"]
        for kind, gateway in self._kinds():
            provider = gateway._kind()
            self.assertEqual(provider._batch_size > 1, kind in answers, kind)
            if kind in answers:
                outcomes = self._send(gateway, answers[kind], numbers=numbers)
                second = "unknown" if kind == "ghasedak" else "rejected"
                self.assertEqual([outcome.kind for outcome in outcomes], ["accepted", second], kind)
                self.assertEqual(len(self.stub.requests), 1, kind)

    def test_a_refused_request_does_not_condemn_all_its_messages(self):
        numbers = ("+989121234567", "+989351234567")
        gateway = self._gateway("kav", kind="kavenegar", url=self.stub.url, **SECRETS)
        outcomes = self._send(gateway, (411, kavenegar(411)), numbers=numbers)
        self.assertEqual([outcome.scope for outcome in outcomes], ["batch", "batch"])

    def test_many_texts_at_once(self):
        for kind, gateway in self._kinds():
            provider = gateway._kind()
            if not provider._batch_texts:
                continue
            self.stub.answers = [SUCCESS[kind][0]]
            attempts = self.env["loyalty.sms.attempt"]
            for number, body in (("+989121234567", "یک"), ("+989351234567", "دو")):
                message = self._enqueue(number, body)
                attempts |= attempts.create({"message_id": message.id, "gateway_id": gateway.id, "number": number})
            provider._send(gateway, attempts)
            sent = str(self.stub.requests[0]["json"])
            self.assertTrue("یک" in sent and "دو" in sent, kind)

    def test_codes_go_by_the_template(self):
        for kind, gateway in self._kinds():
            provider = gateway._kind()
            self.assertEqual(provider._templates, "code_template" in provider._optional, kind)
            if provider._templates:
                gateway.code_template = "42"
                self.stub.answers = [CODE_SUCCESS.get(kind, SUCCESS[kind][0])]
                with self.enter_registry_test_mode():
                    message = self._enqueue(purpose="code", code="777123", requested_gateway_id=gateway.id)
                    self.env["loyalty.sms.dispatcher"]._run()
                message.invalidate_recordset()
                sent = str(self.stub.requests[-1])
                self.assertTrue("777123" in sent and "42" in sent and "hello" not in sent, kind)
                self.assertFalse(message.code, f"{kind}: the code is not kept")

    def test_credit(self):
        told = {
            "kavenegar": ((200, kavenegar(200, {"remaincredit": 1500})), "1,500 IRR"),
            "melipayamak": ((200, {"Value": "250.5", "RetStatus": 1, "StrRetStatus": "Ok"}), "250.50 messages"),
            "ghasedak": ((200, ghasedak(200, {"credit": 9000, "plan": "x"})), "9,000 IRR"),
            "smsir": ((200, smsir(1, 831.0)), "831 messages"),
            "twilio": ((200, {"balance": "4.2", "currency": "USD"}), "4.20 USD"),
        }
        for kind, gateway in self._kinds():
            self.assertEqual(gateway.tells_credit, kind in told, kind)
            if kind in told:
                answer, text = told[kind]
                self.stub.answers = [answer]
                gateway.with_user(self.manager).action_read_credit()
                self.assertEqual(gateway.credit, text)
                self.stub.answers = [(500, "oops")]
                with self.assertRaisesRegex(UserError, "does not tell its credit"):
                    gateway.action_read_credit()
                self.assertEqual(gateway.credit, text, "what is known stays known")

    def test_credit_alarm_comes_once(self):
        gateway = self._gateway("kav", kind="kavenegar", url=self.stub.url, credit_alarm=2000, **SECRETS)
        for credit, alarms in ((5000, 0), (1500, 1), (1400, 1), (9000, 0)):
            self.stub.answers = [(200, kavenegar(200, {"remaincredit": credit}))]
            gateway.action_read_credit()
            self.assertEqual(len(gateway.activity_ids), alarms, credit)
