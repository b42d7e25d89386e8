"""C22: what customers want of the shop comes in from the portal and by text message, too."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.crm_segments.tools.text import fold

from .test_form_page import PageCase

NUMBER = "+989121234567"


@tagged("post_install", "-at_install")
class TestTicket(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "text", "alias": "name", "maps_to": "name", "required": True},
                {"kind": "phone", "alias": "mobile"},
                {"kind": "paragraph", "alias": "opinion", "max_length": 100},
            ],
            name="Complaint",
            company_id=cls.company.id,
            in_portal=True,
            sms_word="شكايت",
        )
        cls.sara = cls._customer(phone=NUMBER)

    def _text(self, text, number=NUMBER, partner=None):
        partner = self.sara if partner is None else partner
        keywords = self.env["club.inbound.keyword.kind"].with_company(self.company)
        kind, match = keywords.with_context(club_inbound_text=text)._find(fold(text))
        return kind if kind is None else kind._answer(partner, number, match, self.company)

    def test_a_text_message_becomes_an_entry(self):
        reply = self._text("شکایت  سفارش ۱۲۳ نمی‌رسد!")
        entry = self._entries(self.form)
        self.assertIn(entry.code, reply)
        self.assertEqual((entry.channel, entry.partner_id, entry.phone), ("sms", self.sara, NUMBER))
        self.assertEqual(entry._template_values()["opinion"], "سفارش ۱۲۳ نمی‌رسد!", "as it was written")

    def test_what_is_no_entry_is_answered(self):
        self.assertIn("شكايت", self._text("شکایت"))
        self.assertIn("100", self._text("شکایت " + "x" * 200))
        self.form.is_published = False
        self.assertIsNone(self._text("شکایت دیر شد"))
        self.assertIsNone(self._text("شکایتی ندارم"), "another word")
        self.assertFalse(self._entries(self.form))

    def test_a_number_cannot_fill_the_inbox(self):
        stranger = "+989351112233"
        for number in range(12):
            self._text(f"شکایت {number}", number=stranger, partner=self.env["res.partner"])
        self.assertEqual(len(self._entries(self.form)), 10)
        self.assertFalse(self._entries(self.form).partner_id)

    def test_a_word_is_of_one_form(self):
        with self.assertRaises(ValidationError):
            self._form([{"kind": "text"}], company_id=self.company.id, sms_word="شکایت")
        with self.assertRaises(ValidationError):
            self._form([{"kind": "phone"}], company_id=self.company.id, sms_word="other")

    def test_the_portal_offers_it_and_knows_who_sent_it(self):
        self._portal_user(self.sara, login="sara", password="sara-secret-1")
        hidden = self._form([{"kind": "text"}], name="Not offered", company_id=self.company.id)
        self.authenticate("sara", "sara-secret-1")
        page = self.url_open("/my/forms").text
        self.assertIn(f"/f/{self.form.slug}", page)
        self.assertNotIn(hidden.name, page)
        page = self.url_open(f"/f/{self.form.slug}").text
        token = page.split('name="token" value="')[1].split('"')[0]
        self.url_open(f"/f/{self.form.slug}", data={"token": token, self._field(self.form, "name").key: "x"})
        self.assertEqual(self._entries(self.form).partner_id, self.sara)
