from freezegun import freeze_time

from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestPolicy(SmsCase):
    """S6, C3: one place stops messages, whatever app they come from."""

    def test_blacklist_on_every_path(self):
        partner = self._customer(phone="+989121234567")
        self.env["phone.blacklist"]._add(["+989121234567"])
        chatter = partner._message_sms("hello")
        self._sms(body="direct").send()
        code = self._enqueue(body="12345", purpose="code")
        self._dispatch()
        self.assertEqual([row[1] for row in self.sent], [code.number])
        self.assertEqual(chatter.notification_ids.notification_status, "canceled")
        self.assertIn("blacklist", chatter.notification_ids.failure_reason)
        self.assertEqual(
            self.env["sms.sms"].search([("mail_message_id", "=", chatter.id)]).failure_type, "sms_blacklist"
        )

    def test_service_messages_by_choice(self):
        self.env["phone.blacklist"]._add(["+989121234567"])
        self.company.loyalty_sms_service_to_blacklisted = True
        service, marketing = self._enqueue(), self._enqueue(purpose="marketing")
        self._dispatch()
        self.assertEqual((service.state, marketing.state), ("accepted", "canceled"))

    def test_blocked_customer_gets_nothing(self):
        blocked = self.env["club.customer.status"].search([("kind", "=", "blocked")], limit=1)
        partner = self._customer(phone="+989121234567")
        message = self._enqueue(partner_id=partner.id)
        code = self._enqueue(purpose="code", partner_id=partner.id)
        partner.customer_status_id = blocked
        self._dispatch()
        self.assertFalse(self.sent)
        self.assertEqual((message.state, code.state), ("canceled", "canceled"))

    def test_opted_out_gets_no_marketing(self):
        self.env["loyalty.sms.consent"].create({"number": "09121234567", "kind": "out", "proof": "by phone"})
        self.assertTrue(self.env["phone.blacklist"].search([("number", "=", "+989121234567")]))
        self.env["phone.blacklist"].search([]).active = False
        service, marketing = self._enqueue(), self._enqueue(purpose="marketing")
        self._dispatch()
        self.assertEqual((service.state, marketing.state), ("accepted", "canceled"))
        self.env["loyalty.sms.consent"].create({"number": "09121234567", "kind": "in", "proof": "on the form"})
        again = self._enqueue(purpose="marketing")
        self._dispatch()
        self.assertEqual(again.state, "accepted")

    def test_quiet_hours_hold_marketing_only(self):
        self.company.write({"loyalty_sms_quiet_from": 22, "loyalty_sms_quiet_to": 8})
        partner = self._customer(phone="+989121234567", tz="Asia/Tehran")
        with freeze_time("2026-03-01 19:00:00"):  # 22:30 in Tehran
            service = self._enqueue(partner_id=partner.id)
            marketing = self._enqueue(partner_id=partner.id, purpose="marketing")
            self._dispatch()
            self.assertEqual((service.state, marketing.state), ("accepted", "held"))
            self.assertEqual(str(marketing.send_after), "2026-03-02 04:30:00")
            self._dispatch()
            self.assertFalse(self.sent)
        with freeze_time("2026-03-02 04:31:00"):
            self._dispatch()
        self.assertEqual(marketing.state, "accepted")

    def test_mailings_are_marketing(self):
        mailing = self.env["mailing.mailing"].create(
            {"subject": "m", "mailing_type": "sms", "mailing_model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        sms = self._sms(mailing_id=mailing.id)
        sms.send()
        self.assertEqual(self._message(sms).purpose, "marketing")
