from unittest.mock import patch

from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_form_page import PageCase

MOBILE = "+989121234567"


@tagged("post_install", "-at_install")
class TestMobile(PageCase):
    """F12, S10: the mobile of a registration is proved by a code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._registration(company_id=cls.company.id, club_id=False, verify_mobile=True)
        cls.codes = []

    def setUp(self):
        super().setUp()
        self.codes.clear()
        sent = patch.object(
            type(self.env["club.one.time.code"]),
            "_deliver",
            lambda _self, number, code, _purpose: self.codes.append((number, code)),
        )
        sent.start()
        self.addCleanup(sent.stop)
        self.env["club.request.count"].sudo().search([]).unlink()

    def _register(self, **answers):
        typed = {"name": "سارا", "mobile": "09121234567", "consent": "yes", **answers}
        return self._post(self.form, typed)

    def _code_page(self, response, status=200):
        self.assertEqual(response.status_code, status, response.text[:1000])
        page = html.fromstring(response.text)
        [form] = page.xpath("//form[contains(@class, 'o_loyalty_code')]")
        hidden = {control.get("name"): control.get("value") for control in form.xpath(".//input[@type='hidden']")}
        return form.get("action"), hidden

    def _write(self, page, **values):
        action, hidden = page
        self.opener.cookies.clear()
        return self.url_open(action, data={**hidden, **values}, allow_redirects=False)

    def test_a_code_proves_the_number(self):
        page = self._code_page(self._register(email="sara@example.com"))
        self.assertFalse(self._entries(self.form))
        [(number, code)] = self.codes
        self.assertEqual(number, MOBILE)
        page = self._code_page(self._write(page, code="000000" if code != "000000" else "111111"), 422)
        self._thanks(self._write(page, code=code))
        entry = self._entries(self.form)
        self.assertTrue(entry.mobile_proved)
        self.assertEqual((entry.partner_id.phone_sanitized, entry.partner_id.email), (MOBILE, "sara@example.com"))

    def test_without_the_code_nothing_is_taken(self):
        page = self._code_page(self._register())
        for code in ("", "x" * 1000, "۰۰۰۰۰۰۰"):
            self._code_page(self._write(page, code=code), 422)
        self.assertFalse(self._entries(self.form))

    def test_another_number_needs_another_code(self):
        action, hidden = self._code_page(self._register())
        [(_number, code)] = self.codes
        mobile = self._field(self.form, "mobile").key
        swapped = (action, {**hidden, mobile: "09351112233"})
        self._code_page(self._write(swapped, code=code), 200)
        self.assertEqual(len(self.codes), 2)
        self.assertFalse(self._entries(self.form))

    def test_the_proof_of_one_page_is_no_proof_of_another(self):
        page = self._code_page(self._register())
        code = self.codes[0][1]
        self._thanks(self._write(page, code=code))
        self.env["club.request.count"].sudo().search([]).unlink()
        second = self._code_page(self._register())
        self._code_page(self._write(second, code=code), 422)
        self.assertEqual(len(self._entries(self.form)), 1)

    def test_codes_are_not_sent_without_end(self):
        self._code_page(self._register())
        again = self._register()
        self.assertEqual(again.status_code, 429)
        self.assertIn("سارا", again.text, "nothing is lost")
        self.assertEqual(len(self.codes), 1)

    def test_the_page_says_nothing_of_who_is_known(self):
        self._customer("Sara", phone=MOBILE)
        known = html.fromstring(self._register().text).xpath("string(//form[contains(@class, 'o_loyalty_code')])")
        unknown = html.fromstring(self._register(mobile="09351112233").text)
        unknown = unknown.xpath("string(//form[contains(@class, 'o_loyalty_code')])")
        self.assertEqual(known.replace(MOBILE, "N"), unknown.replace("+989351112233", "N"))

    def test_who_has_proved_his_number_may_add_his_mail(self):
        known = self._customer("Sara Known", phone=MOBILE)
        page = self._code_page(self._register(name="Other", email="sara@example.com"))
        self._thanks(self._write(page, code=self.codes[0][1]))
        self.assertEqual((known.email, known.name), ("sara@example.com", "Sara Known"))

    def test_but_not_the_mail_of_somebody_else(self):
        known = self._customer("Sara", phone=MOBILE)
        self._customer("Reza", email="reza@example.com")
        page = self._code_page(self._register(email="reza@example.com"))
        self._thanks(self._write(page, code=self.codes[0][1]))
        self.assertFalse(known.email)

    def test_a_form_without_phone_cannot_prove_one(self):
        with self.assertRaises(ValidationError):
            self._form([{"kind": "text"}], verify_mobile=True)

    # C6, F12
    def test_answers_fill_in_custom_fields(self):
        base = self.env["properties.base.definition"].sudo()
        container = base._get_definition_for_property_field("res.partner", "properties")
        container.properties_definition = [
            {"name": "colour", "type": "selection", "string": "Colour", "selection": [["r", "Red"], ["b", "Blue"]]},
            {"name": "pets", "type": "integer", "string": "Pets"},
        ]
        form = self._form(
            [
                {"kind": "phone", "alias": "mobile", "maps_to": "phone"},
                {"kind": "choice", "alias": "colour", "maps_to": "property:colour", "options": ["Red", "Blue"]},
                {"kind": "number", "alias": "pets", "maps_to": "property:pets"},
            ],
            purpose="registration",
        )
        blue = self._field(form, "colour").option_ids[1].key
        partner = self._send(form, {"mobile": MOBILE, "colour": blue, "pets": "3"}).partner_id
        self.assertEqual(dict(partner.properties._values), {"colour": "b", "pets": 3})
        self._send(form, {"mobile": MOBILE, "pets": "9"}, nonce="later")
        self.assertEqual(dict(partner.properties._values)["pets"], 3, "nothing is overwritten")
        with self.assertRaises(ValidationError):
            self._form([{"kind": "text", "maps_to": "property:nothing"}])
        with self.assertRaises(ValidationError):
            self._form([{"kind": "text", "maps_to": "credit_limit"}])
