from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import KavenegarStub, SmsCase


@tagged("post_install", "-at_install")
class TestHttpGateway(SmsCase):
    """S1: a provider described in the set-up."""

    def setUp(self):
        super().setUp()
        self.stub = self.enterContext(KavenegarStub())
        self.gateway.active = False

    def _run(self, gateway, body="a&b=c"):
        message = self._enqueue(body=body, requested_gateway_id=gateway.id)
        with self.enter_registry_test_mode():
            self.env["loyalty.sms.dispatcher"]._run()
        return message

    def test_form(self):
        gateway = self._gateway(
            "Form",
            kind="http",
            url=f"{self.stub.url}/api/x/send",
            http_method="form",
            http_body="to={number}&m={text}&p={password}",
            http_id_path="id",
        )
        self.stub.answers["send"] = (200, {"id": 7})
        message = self._run(gateway)
        self.assertEqual(self.stub.requests[0][2], {"to": "+989121234567", "m": "a&b=c", "p": "the-password"})
        self.assertEqual((message.state, message.attempt_ids.provider_ref), ("accepted", "7"))

    def test_server_error_leaves_a_doubt(self):
        gateway = self._gateway("Get", kind="http", url=f"{self.stub.url}/api/x/send?to={{number}}&m={{text}}")
        self.stub.answers["send"] = (500, "oops")
        self.assertEqual(self._run(gateway).state, "unknown")

    def test_set_up_is_checked(self):
        with self.assertRaises(ValidationError):
            self._gateway("Bad", kind="http", url="ftp://x")
        with self.assertRaises(ValidationError):
            self._gateway("Bad", kind="http", url="")
        with self.assertRaises(ValidationError):
            self._gateway("Bad", kind="http", http_method="json", http_body="{")
        with self.assertRaises(ValidationError):
            self._gateway("Bad", kind="http", http_header="X: y\nZ: z")
