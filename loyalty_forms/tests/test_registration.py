from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.loyalty_club.tests.common import ClubBuilders

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestRegistration(ClubBuilders, FormsCase):
    """F12: from a form to a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.club = cls._club(company_id=cls.company.id)
        cls.group = cls.env["club.customer.group"].create({"name": "From the web"})
        cls.form = cls._registration(club_id=cls.club.id, customer_group_id=cls.group.id)

    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()

    def _register(self, form=None, **answers):
        typed = {"name": "سارا", "mobile": "۰۹۱۲۱۲۳۴۵۶۷", "consent": "yes", **answers}
        return self._send(form or self.form, typed)

    def _member(self, partner):
        return self.env["loyalty.club.member"].search([("club_id", "=", self.club.id), ("partner_id", "=", partner.id)])

    def test_a_new_customer_waits(self):
        entry = self._register(email="Sara@Example.com", birthday="۱۳۷۰/۰۲/۱۵")
        partner = entry.partner_id
        self.assertEqual((partner.name, partner.phone_sanitized), ("سارا", "+989121234567"))
        self.assertEqual((partner.email, str(partner.birthday)), ("sara@example.com", "1991-05-05"))
        self.assertTrue(partner.is_customer_club)
        self.assertEqual(partner.customer_status_kind, "pending")
        self.assertEqual(partner.signup_ip, "203.0.113.7")
        self.assertTrue(partner.date_added)
        self.assertTrue(partner.customer_group_id, "every new customer has a group")
        self.assertEqual(self._member(partner).state, "pending")
        self.assertIn("customer club", entry.consent_proof)
        log = self.env["club.customer.ip"].search([("partner_id", "=", partner.id)])
        self.assertEqual(log.mapped("event"), ["form"])

    def test_approval_from_the_entry(self):
        entry = self._register()
        entry.with_user(self.manager).action_approve()
        self.assertEqual(entry.partner_id.customer_status_kind, "active")
        self.assertEqual(entry.partner_id.customer_group_id, self.group)
        self.assertEqual(entry.state, "done")
        member = self._member(entry.partner_id)
        self.assertEqual((member.state, member.card_id.points), ("active", 5), "joining gives points")

    def test_without_approval_one_is_active_at_once(self):
        self.form.needs_approval = False
        partner = self._register().partner_id
        self.assertEqual(partner.customer_status_kind, "active")
        self.assertFalse(partner.approval_requested_on)

    def test_the_same_mobile_twice_is_one_customer_and_one_member(self):
        first = self._register()
        second = self._register(name="Other", mobile="+98 912 123 4567")
        self.assertEqual(first.partner_id, second.partner_id)
        self.assertEqual(first.partner_id.name, "سارا")
        self.assertEqual(len(self._member(first.partner_id)), 1)

    def test_nothing_of_a_known_customer_is_overwritten(self):
        known = self._customer("Sara Known", phone="+989121234567", birthday="1990-01-01")
        entry = self._register(name="Mallory", birthday="1370/02/15")
        self.assertEqual(entry.partner_id, known)
        self.assertEqual((known.name, str(known.birthday)), ("Sara Known", "1990-01-01"))

    def test_a_stranger_cannot_put_his_address_on_an_account(self):
        """He who knows a mobile could otherwise add his own e-mail, and ask for a new password with it."""
        known = self._customer("Sara", phone="+989121234567")
        self._register(email="mallory@example.com")
        self.assertFalse(known.email)
        by_mail = self._customer("Reza", email="reza@example.com")
        entry = self._register(mobile="09351234567", email="reza@example.com")
        self.assertNotEqual(entry.partner_id, by_mail)
        self.assertFalse(by_mail.phone)

    def test_a_stranger_cannot_lock_out_or_let_in(self):
        known = self._customer("Sara", phone="+989121234567")
        known.customer_status_id = self.env["club.customer.status"]._of_kind("active")
        known.flush_recordset()
        self.env.cr.execute("UPDATE res_partner SET create_date = '2020-01-01' WHERE id = %s", [known.id])
        known.invalidate_recordset(["create_date"])
        self._register()
        self.assertEqual(known.customer_status_kind, "active")
        for kind in ("blocked", "pending"):
            self.form.needs_approval = False
            known.customer_status_id = self.env["club.customer.status"]._of_kind(kind)
            self._register()
            self.assertEqual(known.customer_status_kind, kind)

    def test_a_failing_registration_saves_nothing(self):
        with (
            patch.object(type(self.env["club.customer.ip"]), "_log", side_effect=ValidationError("no")),
            self.assertRaises(ValidationError),
            self.env.cr.savepoint(),
        ):
            self._register(mobile="09351112233")
        self.assertFalse(self.env["res.partner"].search([("phone_sanitized", "=", "+989351112233")]))

    def test_who_proves_nothing_is_registered_after_the_answer(self):
        member = self.env["loyalty.club"].browse(self.club.id)._join(self._customer("Friend"))
        entry = self._send(
            self.form,
            {"name": "سارا", "mobile": "09121234567", "consent": "yes"},
            later=True,
            referral_code=member._referral_link().rpartition("/")[2],
        )
        self.assertFalse(entry.partner_id)
        self._run_job()
        self.assertEqual(entry.partner_id.customer_status_kind, "pending")
        self.assertEqual(self._member(entry.partner_id).referrer_id, member)
        self.assertFalse(entry.to_register)

    def test_one_that_fails_says_why_and_holds_up_nobody(self):
        typed = {"name": "سارا", "consent": "yes"}
        bad = self._send(self.form, {**typed, "mobile": "09351112233"}, later=True)
        good = self._send(self.form, {**typed, "mobile": "09351112244"}, later=True)
        register, failure = type(bad)._register_customer, ValidationError("no such customer")

        def fail(entry):
            register(entry)
            if entry.id == bad.id:
                raise failure

        with patch.object(type(bad), "_register_customer", fail), mute_logger("odoo.addons.loyalty_forms.models"):
            self._run_job()
        self.assertEqual(
            (bad.to_register, bad.partner_id, good.partner_id.name), (False, bad.partner_id.browse(), "سارا")
        )
        self.assertIn("no such customer", bad.message_ids[0].body)
        self.assertFalse(self.env["res.partner"].search([("phone_sanitized", "=", "+989351112233")]))

    def _run_job(self):
        self.env.ref("loyalty_forms.loyalty_form_register_cron").method_direct_trigger()
        self.env.invalidate_all()

    def test_spam_registers_nobody_until_it_is_released(self):
        entry = self._send(self.form, {"name": "Bot", "mobile": "09351112233", "consent": "yes"}, spam=True)
        self.assertFalse(entry.partner_id)
        entry.action_not_spam()
        self.assertEqual(entry.partner_id.customer_status_kind, "pending")

    def test_a_registration_form_asks_for_mobile_or_mail(self):
        with self.assertRaises(ValidationError):
            self._form([{"kind": "text", "maps_to": "name"}], purpose="registration")

    def test_general_forms_create_nobody(self):
        form = self._form([{"kind": "phone", "alias": "mobile"}])
        known = self._customer(phone="+989121234567")
        before = self.env["res.partner"].search_count([])
        self.assertEqual(self._send(form, {"mobile": "09121234567"}).partner_id, known)
        self._send(form, {"mobile": "09351112233"})
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    # F8, F11
    def test_receipt_by_sms_cannot_run_code_and_is_limited(self):
        self.form.write({"receipt_sms": True, "receipt_sms_text": "{{name|friend}}: {{code}} {{7*7}}"})
        entry = self._register(name="<b>Sara</b> https://evil.example")
        sms = self.env["sms.sms"].search([("number", "=", "+989121234567")])
        self.assertEqual(sms.body, f"<b>Sara</b>: {entry.code} {{{{7*7}}}}")
        for _try in range(5):
            self._register()
        self.assertEqual(self.env["sms.sms"].search_count([("number", "=", "+989121234567")]), 3)

    def test_receipt_by_email_is_escaped(self):
        self.form.write({"receipt_email": True, "receipt_email_text": "<p>Dear {{name}}</p>"})
        self._register(name="<script>x</script>", email="sara@example.com")
        mail = self.env["mail.mail"].search([("email_to", "=", "sara@example.com")])
        self.assertIn("Dear &lt;script&gt;", mail.body_html)

    def test_staff_are_told(self):
        self.form.notify_user_ids = self.user
        entry = self._register()
        told = self.env["mail.message"].search([("model", "=", entry._name), ("res_id", "=", entry.id)])
        self.assertIn(self.user.partner_id, told.notified_partner_ids)
