from unittest.mock import patch
from urllib.parse import urlsplit

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CustomersCase

NUMBER = "+989121234567"


class CodeCase(HttpCase, CustomersCase):
    def setUp(self):
        super().setUp()
        self.delivered = []  # (number, code, purpose)

        def deliver(_codes, *args):
            self.delivered.append(args)

        self.codes = self.env["club.one.time.code"]
        self.native_deliver = self.env.registry["club.one.time.code"]._deliver
        self.enterContext(patch.object(self.env.registry["club.one.time.code"], "_deliver", deliver))

    def _code(self):
        return self.delivered[-1][1]


@tagged("post_install", "-at_install")
class TestOneTimeCode(CodeCase):
    # S10

    def test_right_code_is_good_once(self):
        token = self.codes._issue("test", "۰۹۱۲ ۱۲۳ ۴۵۶۷", "10.0.0.1")
        self.assertEqual(self.delivered[0][0], NUMBER)
        typed = self._code().translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        self.assertFalse(self.codes._verify(token, "09121234568", self._code()), "of another number")
        self.assertFalse(self.codes._verify("x" + token, NUMBER, self._code()), "of another token")
        self.assertFalse(self.codes._verify(token, NUMBER, self._code(), "signin"), "for another purpose")
        self.assertTrue(self.codes._verify(token, "0912 1234567", f" {typed[:3]} {typed[3:]}"))
        self.assertFalse(self.codes._verify(token, NUMBER, self._code()), "used up")

    def test_nothing_that_is_stored_gives_the_code_away(self):
        token = self.codes._issue("test", NUMBER)
        row = self.codes.search([("number", "=", NUMBER)])
        stored = " ".join(str(row[name]) for name in row._fields)
        self.assertNotIn(token, stored)
        self.assertNotIn(self._code(), stored)

    def test_attempts_are_few(self):
        token = self.codes._issue("test", NUMBER)
        wrong = "000000" if self._code() != "000000" else "000001"
        for attempt in range(5):
            self.assertFalse(self.codes._verify(token, NUMBER, wrong))
            self.assertIn("void" if attempt == 4 else "wrong", self.codes._refusal(token))
        self.assertFalse(self.codes._verify(token, NUMBER, self._code()))

    def test_attempt_counts_when_the_caller_rolls_back(self):
        token = self.codes._issue("test", NUMBER)
        key = "code:token"
        with patch.object(self.env.registry["club.request.count"], "_count", return_value=(1, 1)) as count:
            self.codes._verify(token, NUMBER, "1")
        self.assertTrue(count.call_args.args[0].startswith(key), "before anything else, in a transaction of its own")

    def test_old_code_is_void_and_vacuumed(self):
        with freeze_time("2026-01-01 10:00:00"):
            token = self.codes._issue("test", NUMBER)
        with freeze_time("2026-01-01 10:03:01"):
            self.assertFalse(self.codes._verify(token, NUMBER, self._code()))
        with freeze_time("2026-01-02 10:04:00"):
            self.codes._gc_codes()
            self.env["club.request.count"]._gc_counts()
        self.assertFalse(self.codes.search([("number", "=", NUMBER)]))

    def test_new_code_voids_the_old_one(self):
        with freeze_time("2026-01-01 10:00:00"):
            token, code = self.codes._issue("test", NUMBER), self._code()
        with freeze_time("2026-01-01 10:01:01"):
            self.codes._issue("test", NUMBER)
            self.assertFalse(self.codes._verify(token, NUMBER, code))

    def test_limit_of_a_number(self):
        with freeze_time("2026-01-01 10:00:00"):
            self.codes._issue("test", NUMBER)
            with self.assertRaisesRegex(UserError, "60 seconds"):
                self.codes._issue("test", "9121234567")
        for minute in range(2, 6):
            with freeze_time(f"2026-01-01 10:{minute * 2:02}:00"):
                self.codes._issue("test", NUMBER)
        with freeze_time("2026-01-01 10:30:00"), self.assertRaisesRegex(UserError, "minutes"):
            self.codes._issue("test", NUMBER)
        with freeze_time("2026-01-01 12:00:00"):
            self.codes._issue("test", NUMBER)

    def test_limit_of_an_address(self):
        with freeze_time("2026-01-01 10:00:00"):
            for number in range(20):
                self.codes._issue("test", f"+98912000{number:04}", "2001:db8::1")
            with self.assertRaises(UserError):  # another address of the same household
                self.codes._issue("test", "+989120009999", "2001:db8::2")
            self.codes._issue("test", "+989120009999", "2001:db8:1::1")

    def test_bad_numbers(self):
        for number in ("", None, "abc", "02188776655", "9" * 10000, "'; DROP TABLE res_users; --"):
            with self.assertRaises(UserError):
                self.codes._issue("test", number)

    def test_native_delivery(self):
        self.native_deliver(self.codes, NUMBER, "123456", "test")
        self.assertTrue(self.env["sms.sms"].search([("number", "=", NUMBER), ("body", "like", "123456")]))


@tagged("post_install", "-at_install")
class TestCodeLogin(CodeCase):
    """S10: phone, code, session."""

    def setUp(self):
        super().setUp()
        self.partner = self._customer(phone=NUMBER)
        self.env["ir.config_parameter"].set_param("crm_segments.code_signin", "True")

    def _post(self, **values):
        self.authenticate(None, None)
        values["csrf_token"] = Request.csrf_token(self)
        return self.url_open("/web/login/code", data=values)

    def _token(self, response):
        return response.text.split('name="token" value="')[1].split('"')[0]

    @mute_logger("odoo.addons.base.models.res_users")
    def test_customer_signs_in(self):
        user = self._portal_user(self.partner)
        self.assertIn('type="tel"', self.url_open("/web/login/code").text)
        response = self._post(number="۰۹۱۲۱۲۳۴۵۶۷")
        token = self._token(response)
        self.assertIn("too old", self._post(number=NUMBER, token=token, code="1").text)
        response = self._post(number="09121234567", token=token, code=self._code(), redirect="/my/orders")
        self.assertTrue(response.url.endswith("/my/orders"), response.url)
        self.assertIn("signin", self.partner.customer_ip_ids.mapped("event"))
        self.assertTrue(user.login_date)

    def test_asking_too_soon_again_keeps_the_last_code(self):
        self._portal_user(self.partner)
        token = self._token(self._post(number=NUMBER))
        response = self._post(number=NUMBER, token=token, again="1")
        self.assertIn("Too many codes", response.text)
        self.assertEqual(self._token(response), token)
        self.assertTrue(self._post(number=NUMBER, token=token, code=self._code()).url.endswith("/my"))

    @mute_logger("odoo.addons.base.models.res_users")
    def test_customer_without_login_gets_one_with_the_right_code_only(self):
        token = self._token(self._post(number=NUMBER))
        self._post(number=NUMBER, token=token, code="1")
        self.assertFalse(self.partner.user_ids)
        response = self._post(number=NUMBER, token=token, code=self._code())
        self.assertTrue(response.url.endswith("/my"), response.url)
        self.assertEqual(self.partner.user_ids.login, NUMBER)

    def _page(self, response):
        text = response.text
        return text.replace(self._token(response), "").split("<form")[1].split("csrf_token")[0], text.count("alert")

    @mute_logger("odoo.addons.base.models.res_users")
    def test_unknown_blocked_and_staff_see_the_same_and_get_nothing(self):
        self._portal_user(self.partner)
        known = self._page(self._post(number=NUMBER))
        self.assertEqual(len(self.delivered), 1)
        blocked = self._customer(phone="+989121111111")
        self._portal_user(blocked)
        blocked._block("Test")
        self.user.partner_id.phone = "+989122222222"
        for number in ("+989121111111", "+989122222222", "+989123333333"):
            response = self._post(number=number)
            self.assertEqual(self._page(response), known, number)
            self.assertIn("too old", self._post(number=number, token=self._token(response), code="123456").text)
        self.assertEqual(len(self.delivered), 1)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_blocked_after_the_code_was_sent(self):
        self._portal_user(self.partner)
        token = self._token(self._post(number=NUMBER))
        self.partner._block("Test")
        self.assertIn("too old", self._post(number=NUMBER, token=token, code=self._code()).text)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_hostile_input(self):
        for values in (
            {"number": "x" * 5000},
            {"number": ""},
            {"number": NUMBER, "token": "x" * 5000, "code": "1" * 5000},
            {"number": "<script>alert(1)</script>", "token": "t"},
            {"token": "t"},
        ):
            response = self._post(**values)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("<script>alert(1)", response.text)
        # no way around by the ordinary login
        self.authenticate(None, None)
        values = {"login": "admin", "password": "x", "type": "club_code", "csrf_token": Request.csrf_token(self)}
        self.assertIn("/web/login", self.url_open("/web/login", data=values).url)

    def test_redirect_stays_here(self):
        self._portal_user(self.partner)
        token = self._token(self._post(number=NUMBER))
        self.authenticate(None, None)
        values = {"number": NUMBER, "token": token, "code": self._code(), "redirect": "https://evil.example/"}
        values["csrf_token"] = Request.csrf_token(self)
        response = self.url_open("/web/login/code", data=values, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn(urlsplit(response.headers["Location"]).netloc, ("", urlsplit(self.base_url()).netloc))

    def test_can_be_switched_off(self):
        self.env["ir.config_parameter"].set_param("crm_segments.code_signin", False)
        self.assertEqual(self.url_open("/web/login/code").status_code, 404)
        self.assertNotIn("/web/login/code", self.url_open("/web/login").text)
