from unittest.mock import patch
from urllib.parse import quote

from odoo import fields
from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestInbound(SmsCase):
    """S5: replies land on the customer, stop words count at once."""

    def _receive(self, text, sender="+989121234567", external_id="", at=""):
        raw = "".join(f"%{byte:02X}" for byte in text.encode("utf-16-be"))
        query = f"from={quote(sender)}&to=10001&text={raw}&charset=UTF-16BE&id={external_id}&at={at}"
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

    def _blacklisted(self, number="+989121234567"):
        return bool(self.env["phone.blacklist"].search([("number", "=", number)]))

    def test_confirmation_of_a_stop_word_leaves_despite_it(self):
        self._customer(phone="+989121234567", lang="en_US")
        event = self._receive("ﻟﻐﻮ ۱۱!")
        self.assertEqual((event.handling, event.is_open), ("stop", False))
        service = self._enqueue()
        self._dispatch()
        self.assertEqual((event.reply_id.state, service.state), ("accepted", "canceled"))
        self.assertIn("no more advertising", event.reply_id.body)
        self.company.loyalty_sms_confirm_stop = False
        self.assertFalse(self._receive("STOP").reply_id)

    def test_two_machines_do_not_talk_for_ever(self):
        replies = [self._receive("stop").reply_id for _turn in range(5)]
        self.assertEqual([bool(reply) for reply in replies], [True] * 3 + [False] * 2)

    def test_order_of_stop_and_start_is_that_of_the_customer(self):
        now = int(fields.Datetime.now().timestamp())
        self._receive("start", at=now - 10)
        self._receive("stop", at=now - 60)  # was written before, and comes after
        self.assertFalse(self._blacklisted())
        self._receive("stop", at=now - 5)
        self.assertTrue(self._blacklisted())
        self._receive("start", at="99999999999")  # nonsense counts as now
        self.assertFalse(self._blacklisted())

    def test_reply_lands_where_it_belongs(self):
        partner = self._customer(phone="+989121234567")
        order = self._sale_order(partner, confirm=False)
        order._message_sms("Is this right?", partner_ids=partner.ids)
        self._process_queue()
        self._dispatch()
        event = self._receive("بله")
        self.assertEqual(event.answers_id.body, "Is this right?")
        self.assertIn("بله", order.message_ids[0].body)
        self.assertEqual(order.message_ids[0].author_id, partner)
        self.assertIn("بله", partner.message_ids[0].body)
        self.assertTrue(event.is_open)
        event.answers_id.unlink()
        self.env["sms.sms"].search([]).unlink()
        self.assertEqual(self._receive("باز هم بله").state, "done", "also when the message is long gone")

    def test_reply_to_a_mailing_counts(self):
        partner = self._customer(phone="+989121234567")
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "m",
                "mailing_type": "sms",
                "body_plaintext": "Come!",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": [("id", "=", partner.id)],
            }
        )
        mailing.action_send_sms()
        self._process_queue()
        self._dispatch()
        self._receive("OK, I come")
        self.assertEqual(mailing.mailing_trace_ids.trace_status, "reply")

    def test_keyword_is_answered_through_the_family(self):
        partner = self._customer(phone="+989121234567")
        asked = []

        def answer(_kind, partner, number, match, company):
            asked.append((partner, number, match, company))
            return "You have 5 points."

        with self._keyword(answer):
            event = self._receive(" امتیازِ ١٢ ")
        self.assertEqual(asked, [(partner, "+989121234567", "12", self.company)])
        self.assertEqual((event.handling, event.reply_id.body), ("keyword", "You have 5 points."))

        def broken(*_args):
            raise ZeroDivisionError

        with self._keyword(broken), self.assertLogs("odoo.addons.loyalty_sms.models.loyalty_sms_inbound", "ERROR"):
            event = self._receive("امتیاز ۱۲")
        self.assertEqual((event.state, event.handling, event.is_open), ("done", "thread", True))

    def _keyword(self, answer):
        """A kind that takes 'امتیاز' and a number, for the time of a test."""
        family = self.env.registry["club.inbound.keyword.kind"]
        kind = type("Kind", (), {"_answer": answer})()

        def find(_family, text):
            word, _space, number = text.partition(" ")
            return (kind, number) if word == "امتیاز" else (None, None)

        return patch.object(family, "_find", find)

    def test_sender_nobody_knows_becomes_a_customer(self):
        first, second = self._receive("سلام", "+989351112233"), self._receive("کسی هست؟", "+989351112233")
        self.assertEqual((first.handling, first.is_open), ("nobody", True))
        action = second.with_user(self.user).action_make_customer()
        partner = self.env["res.partner"].browse(action["res_id"])
        self.assertEqual(partner.phone_sanitized, "+989351112233")
        self.assertEqual((first | second).partner_id, partner)
        self.assertIn("سلام", " ".join(partner.message_ids.mapped("body")))

    def test_more_stop_words_of_the_company(self):
        self.company.loyalty_sms_stop_words = "خداحافظ، bye bye"
        self.assertEqual(self._receive("خدا حافظ").keyword, "stop")
        self.assertEqual(self._receive("BYE-BYE!").keyword, "stop")
        self.assertFalse(self._receive("goodbye").keyword)
