from urllib.parse import quote

from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestInbound(SmsCase):
    """S5: replies land on the customer, stop words count at once."""

    def _receive(self, text, sender="+989121234567", external_id=""):
        raw = "".join(f"%{byte:02X}" for byte in text.encode("utf-16-be"))
        query = f"from={quote(sender)}&to=10001&text={raw}&charset=UTF-16BE&id={external_id}"
        event = self.env["loyalty.sms.event"].create(
            {"kind": "inbound", "gateway_id": self.gateway.id, "raw_query": query}
        )
        self._run_cron("loyalty_sms.ir_cron_sms_events")
        return event

    def test_reply_lands_on_the_customer(self):
        partner = self._customer(phone="+989121234567")
        event = self._receive("<b>سلام</b>، ساعت کاری؟")
        self.assertEqual((event.state, event.partner_id, event.keyword), ("done", partner, False))
        self.assertIn("&lt;b&gt;سلام", partner.message_ids[0].body)
        self.assertEqual(partner.message_ids[0].author_id, partner)

    def test_stop_and_start(self):
        for text in ("STOP", "لغو۱۱", "لغو 11", "لغو"):
            event = self._receive(text)
            self.assertEqual(event.keyword, "stop", text)
        blacklist = self.env["phone.blacklist"].search([("number", "=", "+989121234567")])
        self.assertTrue(blacklist)
        consent = self.env["loyalty.sms.consent"].search([("number", "=", "+989121234567")], limit=1)
        self.assertEqual((consent.kind, consent.proof, consent.event_id), ("out", "لغو", event))
        self._receive("start")
        self.assertFalse(blacklist.active)

    def test_same_reply_twice_counts_once(self):
        partner = self._customer(phone="+989121234567")
        self._receive("hello", external_id="abc")
        count = len(partner.message_ids)
        again = self._receive("hello", external_id="abc")
        self.assertEqual((again.state, len(partner.message_ids)), ("ignored", count))

    def test_national_number_of_a_provider(self):
        self.assertEqual(self._receive("x", "09121234567").sender, "+989121234567")
        self.assertEqual(self._receive("x", "989121234567").sender, "+989121234567")

    def test_rubbish_is_kept_and_ignored(self):
        event = self.env["loyalty.sms.event"].create(
            {"kind": "inbound", "gateway_id": self.gateway.id, "raw_query": "%00%ff&&&=;from"}
        )
        self._run_cron("loyalty_sms.ir_cron_sms_events")
        self.assertEqual(event.state, "ignored")

    def test_report_of_an_unknown_reference(self):
        event = self.env["loyalty.sms.event"].create(
            {"kind": "report", "gateway_id": self.gateway.id, "ref": "0" * 32, "raw_query": "status=1"}
        )
        self._run_cron("loyalty_sms.ir_cron_sms_events")
        self.assertEqual(event.state, "ignored")
