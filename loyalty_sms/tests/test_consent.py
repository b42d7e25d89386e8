import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestConsent(HttpCase, SmsCase):
    """S6: opt-in and opt-out with proof: by list, on the portal, and which of them counts."""

    def _wizard(self, text, **values):
        return (
            self.env["loyalty.sms.consent.import"]
            .with_user(self.manager)
            .create({"file": base64.b64encode(text.encode()), "proof": "folder 12", **values})
        )

    def _consent(self, number="+989121234567"):
        return self.env["loyalty.sms.consent"].search([("number", "=", number)], limit=1)

    def _blacklisted(self, number="+989121234567"):
        return bool(self.env["phone.blacklist"].search([("number", "=", number)]))

    def test_import_shows_before_it_does(self):
        partner = self._customer(phone="+989121234567")
        wizard = self._wizard("name,mobile\nSara,۰۹۱۲۱۲۳۴۵۶۷\nX,02188776655\nY,12\nSara,9121234567\n", kind="out")
        self.assertEqual((wizard.new_count, wizard.problem_count), (1, 3))
        self.assertIn("landline", wizard.preview)
        self.assertFalse(self._consent())
        wizard.action_import()
        consent = self._consent()
        self.assertEqual(
            (consent.kind, consent.source, consent.proof, consent.partner_id, consent.user_id),
            ("out", "import", "folder 12", partner, self.manager),
        )
        self.assertTrue(self._blacklisted())
        again = self._wizard("09121234567\n", kind="out")
        self.assertEqual((again.new_count, again.problem_count), (0, 1))
        with self.assertRaises(UserError):
            again.action_import()

    def test_list_does_not_overrule_the_customer(self):
        self.env["loyalty.sms.consent"].create({"number": "09121234567", "kind": "out", "source": "inbound"})
        wizard = self._wizard("09121234567\n09351112233\n")
        self.assertEqual((wizard.new_count, wizard.problem_count), (1, 1))
        wizard.action_import()
        self.assertEqual((self._consent().kind, self._consent("+989351112233").kind), ("out", "in"))

    def test_import_needs_a_proof_and_the_right(self):
        with self.assertRaises(UserError):
            self._wizard("09121234567\n", proof=" ").action_import()
        self.assertIn("no list", self._wizard("\0").preview)
        with self.assertRaises(AccessError):
            self.env["loyalty.sms.consent.import"].with_user(self.user).create({})

    def test_consent_of_the_past_does_not_count_over_a_later_one(self):
        consents = self.env["loyalty.sms.consent"]
        consents.create({"number": "09121234567", "kind": "out"})
        consents.create(
            {"number": "09121234567", "kind": "in", "happened_at": fields.Datetime.now() - timedelta(days=3)}
        )
        self.assertTrue(self._blacklisted())
        self.assertIn((self.company.id, "+989121234567"), consents._opted_out(self.company, ["+989121234567"]))

    def test_import_notes_who_did_it(self):
        consent = (
            self.env["loyalty.sms.consent"]
            .with_user(self.user)
            .create({"number": "09121234567", "kind": "in", "source": "inbound", "user_id": self.manager.id})
        )
        self.assertEqual((consent.source, consent.user_id), ("person", self.user))

    # === Portal === #

    def _choose(self, **values):
        values["csrf_token"] = Request.csrf_token(self)
        return self.url_open("/my/messages", data=values)

    def test_customer_chooses_his_channels(self):
        partner = self._customer(phone="+989121234567", email="sara@example.com")
        self._portal_user(partner, "sara_portal", "sara_portal")
        self.authenticate("sara_portal", "sara_portal")
        self.assertEqual(self.url_open("/my/messages").text.count("checked="), 2)
        self.assertIn("is saved", self._choose(email="1").text)
        consent = self._consent()
        self.assertEqual((consent.kind, consent.source, consent.partner_id), ("out", "portal", partner))
        self.assertIn("127.0.0.1", consent.proof)
        self.assertEqual(partner._advertising_channels(), {"sms": False, "email": True})
        self._choose(sms="1")
        self.assertEqual(partner._advertising_channels(), {"sms": True, "email": False})
        count = self.env["loyalty.sms.consent"].search_count([])
        self._choose(sms="1")
        self.assertEqual(self.env["loyalty.sms.consent"].search_count([]), count, "nothing new, nothing noted")

    def test_customer_reads_what_is_his(self):
        partner, other = self._customer(phone="+989121234567"), self._customer(phone="+989121234568")
        for number, body, owner in (
            ("+989121234567", "parcel sent", partner),
            ("+989121234568", "not yours", other),
        ):
            self._enqueue(number, body, partner_id=owner.id)
        self._enqueue("+989121234567", "98765", purpose="code", partner_id=partner.id)
        self._dispatch()
        self._portal_user(partner, "sara_portal", "sara_portal")
        self.authenticate("sara_portal", "sara_portal")
        page = self._choose(email="1").text
        self.assertIn("parcel sent", page)
        self.assertIn("Advertising: no", page)
        self.assertNotIn("not yours", page)
        self.assertNotIn("98765", page)

    def test_customer_cannot_opt_in_the_number_of_another(self):
        self.env["loyalty.sms.consent"].create({"number": "09121234567", "kind": "out", "source": "inbound"})
        partner = self._customer(phone="+989121234567")
        self._portal_user(partner, "sara_portal", "sara_portal")
        self.authenticate("sara_portal", "sara_portal")
        self.assertIn("send START", self._choose(sms="1").text)
        self.assertTrue(self._blacklisted())
