from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.sms.tools.sms_api import SmsApi

from ..sms_api import SmsApiGateway
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestOutbox(SmsCase):
    """S1, S3: Odoo's own messages become outbox rows, and nothing leaves inside of a business transaction."""

    def test_company_without_gateway_stays_with_odoo(self):
        self.assertIs(self.other_company._get_sms_api_class(), SmsApi)
        self.assertIs(self.company._get_sms_api_class(), SmsApiGateway)
        self.gateway.active = False
        self.assertIs(self.company._get_sms_api_class(), SmsApi)

    def test_send_writes_an_outbox_row_only(self):
        sms = self._sms(body="سلام" * 40)
        with patch("odoo.addons.loyalty_sms.transport.requests.request", side_effect=AssertionError("HTTP")):
            sms.send()
        message = self._message(sms)
        self.assertEqual((message.state, message.parts, message.encoding), ("queued", 3, "ucs2"))
        self.assertEqual((sms.state, message.company_id), ("process", self.company))

    def test_rolled_back_transaction_leaves_nothing(self):
        trigger_count = self.env["ir.cron.trigger"].search_count([])
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            sms = self._sms()
            sms.send()
            uuid = sms.uuid
            raise ZeroDivisionError
        self.assertFalse(self.env["loyalty.sms.message"].search([("uuid", "=", uuid)]))
        self.assertEqual(self.env["ir.cron.trigger"].search_count([]), trigger_count)

    def test_same_uuid_never_becomes_a_second_message(self):
        sms = self._sms()
        api = SmsApiGateway(self.env)
        batch = [{"content": "hello", "numbers": [{"uuid": sms.uuid, "number": sms.number}]}]
        self.assertEqual([row["state"] for row in api._send_sms_batch(batch)], ["processing"])
        self._dispatch()
        self.assertEqual([row["state"] for row in api._send_sms_batch(batch)], ["success"])
        self._process_queue()
        self._dispatch()
        self.assertFalse(self.sent)
        self.assertEqual(len(self._message(sms)), 1)

    def test_two_companies_in_one_queue(self):
        """Odoo fails here with 'Expected singleton' and nobody's messages leave."""
        second = self._gateway("Second", company_id=self.other_company.id)
        mine = self._sms()
        theirs = self._sms("+989121234568", loyalty_company_id=self.other_company.id)
        self._process_queue()
        self.assertEqual(self._message(mine).company_id, self.company)
        self.assertEqual(self._message(theirs).company_id, self.other_company)
        self._dispatch()
        self.assertEqual(
            {(row[0], row[1]) for row in self.sent}, {(self.gateway.id, mine.number), (second.id, theirs.number)}
        )

    def test_one_company_with_gateway_and_one_without(self):
        mine, theirs = self._sms(), self._sms("+989121234568", loyalty_company_id=self.other_company.id)

        def iap(_api, _endpoint, params, timeout=15):
            return [
                {"uuid": number["uuid"], "state": "success"} for row in params["messages"] for number in row["numbers"]
            ]

        with patch.object(SmsApi, "_contact_iap", iap):
            self._process_queue()
        self.assertEqual((mine.state, theirs.state), ("process", "pending"))
        self.assertFalse(self._message(theirs))

    def test_bad_numbers_fail_at_once(self):
        bad, missing, landline = self._sms("12"), self._sms(False), self._sms("+982188776655")
        (bad | missing | landline).send()
        self.assertEqual(
            (bad | missing | landline).mapped("failure_type"),
            ["sms_number_format", "sms_number_missing", "sms_number_format"],
        )
        self.assertFalse(self._message(bad | missing | landline) if False else self._message(bad))

    def test_persian_digits_are_understood(self):
        sms = self._sms("۰۹۱۲ ۱۲۳ ۴۵۶۷")
        sms.send()
        self.assertEqual(self._message(sms).number, "+989121234567")

    def test_bare_number_belongs_to_its_customer(self):
        partner = self._customer(phone="09121234567", country_id=self.env.ref("base.ir").id)
        self.assertEqual(self._enqueue().partner_id, partner)
        self.assertEqual(partner.with_user(self.user).loyalty_sms_count, 1)

    def test_mailing_test_is_sent_once_and_said_to_be_sent(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "m",
                "mailing_type": "sms",
                "body_plaintext": "offer",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "sms_allow_unsubscribe": False,
            }
        )
        test = self.env["mailing.sms.test"].create({"numbers": "+989121234567", "mailing_id": mailing.id})
        test.action_send_sms()
        self.assertIn("Test SMS successfully sent", mailing.message_ids[:1].body)
        self._process_queue()
        self._dispatch()
        self.assertEqual([row[1] for row in self.sent], ["+989121234567"])
