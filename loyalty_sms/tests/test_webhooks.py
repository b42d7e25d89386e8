from urllib.parse import urlencode

from odoo.tests import HttpCase, tagged

from ..tools.twilio import signature
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestWebhooks(HttpCase, SmsCase):
    """S4, S5, X2: what comes from outside is bounded, checked, stored first and processed after."""

    def setUp(self):
        super().setUp()
        self.message = self._enqueue()
        self.attempt = self.env["loyalty.sms.attempt"].create(
            {"message_id": self.message.id, "gateway_id": self.gateway.id, "number": self.message.number}
        )
        self.message.state = "submitting"
        self.token = f"{self.gateway.id}-{self.gateway.token}"
        self.env.flush_all()

    def _events(self):
        """What is stored, processed: the hooks after a commit are not run in tests, where nothing is committed."""
        self._run_cron("loyalty_sms.ir_cron_sms_events")
        return self.env["loyalty.sms.event"].search([])

    def test_report_before_the_answer_was_stored(self):
        url = f"/sms/club/report/{self.token}/{self.attempt.ref}?status=1&answer=x%00"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertEqual(self._events().state, "done")
        self.assertEqual((self.message.state, self.attempt.state), ("delivered", "delivered"))

    def test_persian_stop_word(self):
        text = "".join(f"%{byte:02X}" for byte in "لغو۱۱".encode("utf-16-be"))
        url = f"/sms/club/inbound/{self.token}?from=%2B989121112233&to=10001&text={text}&charset=UTF-16BE&id=1"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertEqual(self._events().body, "لغو۱۱")
        self.assertTrue(self.env["phone.blacklist"].search([("number", "=", "+989121112233")]))

    def test_posted_report_of_another_provider(self):
        other = self._gateway("Http", kind="http", url="http://127.0.0.1:9/")
        self.attempt.gateway_id = other
        self.env.flush_all()
        url = f"/sms/club/report/{other.id}-{other.token}/{self.attempt.ref}"
        self.assertEqual(self.url_open(url, data={"status": "Delivered"}).status_code, 200)
        self.assertTrue(self._events())
        self.assertEqual(self.message.state, "delivered")

    def test_report_through_another_gateway_counts_nothing(self):
        other = self._gateway("Other")
        self.env.flush_all()
        url = f"/sms/club/report/{other.id}-{other.token}/{self.attempt.ref}?status=1"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertEqual(self._events().state, "ignored")
        self.assertEqual(self.message.state, "submitting")

    def test_wrong_secrets_store_nothing(self):
        for token in (
            f"{self.gateway.id}-wrong",
            f"{self.gateway.id}",
            f"{self.gateway.id}-",
            f"-{self.gateway.token}",
            f"99999999-{self.gateway.token}",
            "9" * 40 + "-x",
            "²-x",
            f"{self.gateway.id}-é",
            "-" * 32,
        ):
            for url in (f"/sms/club/report/{token}/{self.attempt.ref}?status=1", f"/sms/club/inbound/{token}?from=1"):
                self.assertEqual(self.url_open(url).status_code, 404, url)
        self.assertEqual(self.url_open(f"/sms/club/report/{self.token}/x' OR 1=1").status_code, 404)
        self.assertFalse(self._events())

    def test_twilio_signs_its_calls(self):
        other = self._gateway("Twilio", kind="twilio", username="AC1", password="12345", sender="+15005550006")
        self.attempt.gateway_id = other
        self.env.flush_all()
        path = f"/sms/club/report/{other.id}-{other.token}/{self.attempt.ref}"
        form = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+989121234567"}
        genuine = signature("12345", other._report_url(self.attempt.ref), urlencode(form))
        for headers in ({}, {"X-Twilio-Signature": genuine[::-1]}, {"X-Twilio-Signature": "é"}):
            self.assertEqual(self.url_open(path, data=form, headers=headers).status_code, 404, headers)
        self.assertEqual(
            self.url_open(path, data={**form, "To": "+1"}, headers={"X-Twilio-Signature": genuine}).status_code, 404
        )
        self.assertFalse(self._events(), "what is forged is not even stored")
        self.assertEqual(self.url_open(path, data=form, headers={"X-Twilio-Signature": genuine}).status_code, 200)
        self.assertTrue(self._events())
        self.assertEqual(self.message.state, "delivered")

    def test_size_is_bounded(self):
        url = f"/sms/club/inbound/{self.token}"
        self.assertEqual(self.url_open(f"{url}?text={'a' * 20000}").status_code, 413)
        self.assertEqual(self.url_open(url, data=b"x" * 1_000_000).status_code, 413)
        self.assertFalse(self._events())
