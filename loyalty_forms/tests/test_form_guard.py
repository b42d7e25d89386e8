from unittest.mock import patch

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..controllers import form_screen
from ..controllers.guard import honeypot_name
from ..models import ir_http
from .common import known_picture
from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestFormGuard(PageCase):
    """F4: what keeps machines and floods out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form([{"kind": "text", "alias": "name", "required": True}], company_id=cls.company.id)

    def test_forged_cut_and_foreign_tokens(self):
        other = self._form([{"kind": "text", "alias": "name"}], company_id=self.company.id)
        good = self._token(self.form)
        flipped = good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]
        for token in ("", "x", good[:20], flipped, self._token(other), "é" * 10, "A" * 5000):
            with self.subTest(token=token[:10]):
                self.env["ir.config_parameter"].set_param("loyalty_forms.limit_per_minute", "100")
                response = self._post(self.form, {"name": "kept text"}, token=token)
                self.assertEqual(response.status_code, 400)
                self.assertIn("kept text", response.text)
        self.assertFalse(self._entries(self.form))

    def test_expired_token(self):
        token = self._token(self.form)
        with self.mock_later(hours=25):
            response = self._post(self.form, {"name": "kept text"}, token=token)
        self.assertEqual(response.status_code, 400)
        self.assertIn("kept text", response.text)

    def mock_later(self, **delta):
        from freezegun import freeze_time

        return freeze_time(fields.Datetime.add(fields.Datetime.now(), **delta), tick=True)

    def test_sent_twice_is_saved_once(self):
        token = self._token(self.form)
        first = self._post(self.form, {"name": "Sara"}, token=token)
        second = self._post(self.form, {"name": "Sara"}, token=token)
        self._thanks(first)
        self._thanks(second)
        self.assertEqual(len(self._entries(self.form)), 1)

    def test_honeypot(self):
        _response, page = self._get(self.form)
        [name] = page.xpath("//div[@aria-hidden='true']/input/@name")
        response = self._post(self.form, {"name": "Bot", name: "http://spam"})
        self._thanks(response)
        entry = self._entries(self.form)
        self.assertEqual(entry.state, "spam")

    def test_too_fast(self):
        self.env["ir.config_parameter"].set_param("loyalty_forms.min_seconds", "1000")
        response = self._post(self.form, {"name": "Fast"})
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._entries(self.form))
        page = html.fromstring(response.text)
        self.assertTrue(page.xpath("//input[@name='picture']"), "a script is asked for the security text now")
        self.assertEqual(page.xpath(f"//input[@id='{self.form.field_ids.key}']/@value"), ["Fast"])

    def test_security_text(self):
        self.form.captcha = "picture"
        with known_picture("23456"):
            _response, page = self._get(self.form)
        self.assertTrue(page.xpath("//img[starts-with(@src, 'data:image/png;base64,')]"))
        token, picture = (page.xpath(f"//input[@name='{name}']/@value")[0] for name in ("token", "picture_token"))
        wrong = self._post(self.form, {"name": "Sara", "picture_token": picture, "picture": "11111"}, token=token)
        self.assertEqual(wrong.status_code, 422)
        burnt = self._post(self.form, {"name": "Sara", "picture_token": picture, "picture": "23456"}, token=token)
        self.assertEqual(burnt.status_code, 422, "a picture can be tried once")
        self.assertEqual(
            html.fromstring(burnt.text).xpath(f"//input[@id='{self.form.field_ids.key}']/@value"), ["Sara"]
        )
        with known_picture("34567"):
            _response, page = self._get(self.form)
        picture = page.xpath("//input[@name='picture_token']/@value")[0]
        right = self._post(self.form, {"name": "Sara", "picture_token": picture, "picture": " ۳۴۵۶٧ "}, token=token)
        self._thanks(right)
        self.assertEqual(len(self._entries(self.form)), 1)

    def test_security_text_cannot_be_left_out(self):
        self.form.captcha = "picture"
        for data in ({}, {"picture": "23456"}, {"picture_token": "x", "picture": "1"}):
            response = self._post(self.form, {"name": "Sara", **data})
            self.assertEqual(response.status_code, 422)
        self.assertFalse(self._entries(self.form))

    def test_a_solved_picture_is_not_asked_again(self):
        self.form.captcha = "picture"
        with known_picture("23456"):
            _response, page = self._get(self.form)
        token, picture = (page.xpath(f"//input[@name='{name}']/@value")[0] for name in ("token", "picture_token"))
        response = self._post(self.form, {"picture_token": picture, "picture": "23456"}, token=token)
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.text)
        self.assertFalse(page.xpath("//input[@name='picture']"))
        self._thanks(self._post(self.form, {"name": "Sara"}, token=page.xpath("//input[@name='token']/@value")[0]))

    def test_another_picture_keeps_what_was_typed(self):
        self.form.captcha = "picture"
        response = self._post(self.form, {"name": "Sara", "another_picture": "1"})
        self.assertEqual(response.status_code, 200)
        self.assertIn('value="Sara"', response.text)

    def test_ten_megabytes(self):
        response = self._post(self.form, {"name": "x" * 10_000_000})
        self.assertEqual(response.status_code, 413)
        self.assertIn("too big", response.text)
        self.assertIn("o_loyalty_form_page", response.text)
        self.assertNotIn("Traceback", response.text)
        self.assertFalse(self._entries(self.form))
        self._thanks(self._post(self.form, {"name": "Sara"}))

    def test_odd_cookies(self):
        for name, value in [("frontend_lang", "fa\x00_IR"), ("session_id", "\x00"), ("session_id", "../../etc/passwd")]:
            with self.subTest(cookie=name, value=value):
                self.opener.cookies.set(name, value)
                response = self.url_open(f"/f/{self.form.slug}")
                self.assertEqual(response.status_code, 200)
                self.assertIn(self.form.name, response.text)
                self.opener.cookies.clear()

    def test_flood_from_one_address(self):
        self.env["ir.config_parameter"].set_param("loyalty_forms.limit_per_minute", "3")
        codes = [self._post(self.form, {"name": "Sara"}).status_code for _try in range(5)]
        self.assertEqual(codes, [303, 303, 303, 429, 429])
        response = self._post(self.form, {"name": "Sara"})
        self.assertTrue(response.headers["Retry-After"])
        self.assertIn("Too many forms", response.text)
        self.assertTrue(html.fromstring(response.text).xpath("//header"))
        for _try in range(4):
            response = self._post(self.form, {"name": "Sara"}, token="x")
        self.assertEqual(response.status_code, 429)
        self.assertIn("Too many forms", response.text)
        self.assertFalse(html.fromstring(response.text).xpath("//header"), "a flood is not drawn a page of the site")
        self.assertEqual(len(self._entries(self.form)), 3)
        hit = self.env["loyalty.form.hit"].sudo()
        self.assertEqual(hit._limited("198.51.100.9"), (0, 0), "others are served")
        self.assertNotIn("127.0.0.1", str(hit.search([]).mapped("key")), "no address can be read from the counters")

    def test_what_looks_like_a_machine_waits_in_the_spam_folder(self):
        response = self._post(self.form, {"name": "http://a.example http://b.example http://c.example"})
        self._thanks(response)
        entry = self._entries(self.form)
        self.assertEqual(entry.state, "spam")
        entry.action_not_spam()
        self.assertEqual(entry.state, "new")

    def test_refusals_are_logged_without_what_was_typed(self):
        with patch.object(form_screen._logger, "info") as info, patch.object(ir_http._logger, "info") as of_size:
            self._post(self.form, {"name": "", "secret": "09121234567"})
            self._post(self.form, {"name": "Sara"}, token="forged")
            self._post(self.form, {"name": "Sara", honeypot_name(self.form): "x"})
            self.form.captcha = "picture"
            self._post(self.form, {"name": "Sara", "picture": "00000"})
            self._post(self.form, {"name": "Sara" * 1_000_000})
            self.env["ir.config_parameter"].set_param("loyalty_forms.limit_per_minute", "1")
            self._post(self.form, {"name": "Sara"})
        calls = [*info.call_args_list, *of_size.call_args_list]
        shown = "\n".join(call.args[0] % call.args[1:] for call in calls)
        for reason in ("answers", "token", "trap", "person", "size", "limit"):
            self.assertIn(f"refused ({reason})", shown)
        for typed in ("Sara", "0912", "127.0.0.1"):
            self.assertNotIn(typed, shown)
