from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

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

    def test_changed_rules_hold_for_what_waits(self):
        self.company.write({"loyalty_sms_quiet_from": 22, "loyalty_sms_quiet_to": 8, "loyalty_sms_cap_service": 1})
        partner = self._customer(phone="+989121234567", tz="Asia/Tehran")
        with freeze_time("2026-03-01 19:00:00"):  # 22:30 in Tehran
            night = self._enqueue(partner_id=partner.id, purpose="marketing")
            _first, second = (self._enqueue(partner_id=partner.id) for _number in range(2))
            self._dispatch()
            self.assertEqual((night.state, second.state), ("held", "held"))
            self.company.loyalty_sms_cap_service = 2
            self._dispatch()
            self.assertEqual((night.state, second.state), ("held", "accepted"), "each by its own rule")
            self.company.loyalty_sms_quiet_to = 22
            self._dispatch()
            self.assertEqual(night.state, "accepted")

    def test_why_is_told_in_the_language_of_who_looks(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        blocked = self._enqueue("+989121234567", purpose="marketing")
        blocked._stop("The customer is blocked.", "blocked")
        waiting = self._enqueue("+989121234568")
        waiting._requeue(reason="There is no gateway for this message.")
        held = self._enqueue("+989121234569", purpose="marketing")
        held._hold(fields.Datetime.now(), "quiet", "Quiet hours")
        for message, persian in ((blocked, "مسدود"), (waiting, "درگاه"), (held, "سکوت")):
            self.assertIn(persian, message.with_context(lang="fa_IR").why)
            self.assertTrue(message.why.isascii())
        waiting.reason = "Words of a provider"
        self.assertEqual(waiting.with_context(lang="fa_IR").why, "Words of a provider")

    def test_mailings_are_marketing(self):
        mailing = self.env["mailing.mailing"].create(
            {"subject": "m", "mailing_type": "sms", "mailing_model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        sms = self._sms(mailing_id=mailing.id)
        sms.send()
        self.assertEqual(self._message(sms).purpose, "marketing")

    def test_quiet_hours_where_the_number_is(self):
        self.company.write({"loyalty_sms_quiet_from": 22, "loyalty_sms_quiet_to": 8})
        self.company.partner_id.tz = "Asia/Tehran"
        with freeze_time("2026-03-01 19:00:00"):  # 22:30 in Tehran, 20:00 in Paris
            tehran = self._enqueue(purpose="marketing")
            paris = self._enqueue("+33612345678", purpose="marketing")
            self._dispatch()
        self.assertEqual((tehran.state, paris.state), ("held", "accepted"))

    def test_weekly_cap_over_all_apps(self):
        self.company.loyalty_sms_cap_marketing = 2
        other = self._enqueue("+989121234568", purpose="marketing")
        with freeze_time("2026-03-01 10:00:00"):
            first = self._enqueue(purpose="marketing")
            self._dispatch()
        with freeze_time("2026-03-02 10:00:00"):
            second, third = self._enqueue(purpose="marketing"), self._enqueue(purpose="marketing")
            service = self._enqueue()
            self._dispatch()
        self.assertEqual([m.state for m in (first, second, service, other)], ["accepted"] * 4)
        self.assertEqual((third.state, third.hold_kind), ("held", "cap"))
        self.assertEqual(str(third.send_after), "2026-03-08 10:00:00", "a week after the first")
        with freeze_time("2026-03-08 09:00:00"):
            self._dispatch()
            self.assertEqual(third.state, "held")
        with freeze_time("2026-03-08 10:00:01"):
            self._dispatch()
            self.assertEqual(third.state, "accepted", "not too old, although it waited six days")

    def test_cap_within_one_batch_and_cancelling(self):
        self.company.write({"loyalty_sms_cap_marketing": 1, "loyalty_sms_cap_action": "cancel"})
        messages = [self._enqueue(purpose="marketing") for _number in range(3)]
        self._dispatch()
        self.assertEqual([m.state for m in messages], ["accepted", "canceled", "canceled"])
        self.assertEqual(messages[1].failure_type, "cap")

    def test_answers_and_codes_do_not_count(self):
        self.company.write({"loyalty_sms_cap_service": 1})
        answers = [self._enqueue(is_answer=True) for _number in range(2)]
        codes = [self._enqueue(purpose="code") for _number in range(2)]
        service = self._enqueue()
        self._dispatch()
        self.assertEqual({m.state for m in (*answers, *codes, service)}, {"accepted"})

    def test_person_releases_what_is_held(self):
        self.company.write({"loyalty_sms_quiet_from": 22, "loyalty_sms_quiet_to": 8})
        with freeze_time("2026-03-01 19:00:00"):
            message = self._enqueue(purpose="marketing")
            self._dispatch()
            self.assertEqual(message.state, "held")
            held = self.env.ref("loyalty_sms.loyalty_sms_held_action")
            self.assertIn(message, self.env[held.res_model].with_user(self.user).search(safe_eval(held.domain)))
            message.with_user(self.user).action_release()
            self._dispatch()
        self.assertEqual((message.state, message.decided_by_id), ("accepted", self.user))

    def test_company_of_a_blocked_one_counts(self):
        firm = self._customer(is_company=True)
        partner = self._customer(phone="+989121234567", parent_id=firm.id)
        bare, known = self._enqueue(), self._enqueue(partner_id=partner.id)
        firm.customer_status_id = self.env["club.customer.status"].search([("kind", "=", "blocked")], limit=1)
        self._dispatch()
        self.assertEqual((bare.state, known.state), ("canceled", "canceled"))

    def test_limits_are_sane(self):
        for values in ({"loyalty_sms_cap_marketing": -1}, {"loyalty_sms_quiet_from": 25}):
            with self.assertRaises(ValidationError):
                self.company.write(values)
