import re
from urllib.parse import urlsplit

from odoo.tests import HttpCase, tagged

from ..tools.segments import count_segments
from .common import SmsCase

LONG = "https://shop.example/products/winter?colour=blue"


@tagged("post_install", "-at_install")
class TestLinks(HttpCase, SmsCase):
    """S7: short links in the messages of every app, and who opened them."""

    def setUp(self):
        super().setUp()
        self.partner = self._customer(phone="+989121234567")
        self.message = self._enqueue(body=f"سلام، {LONG}", partner_id=self.partner.id)

    def _path(self, message):
        return urlsplit(re.search(r"https?://\S+", message.body)[0]).path

    def _open(self, path):
        headers = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/130.0"}
        return self.url_open(path, allow_redirects=False, headers=headers)

    def test_link_is_short_and_counted_in_parts(self):
        self.assertNotIn("shop.example", self.message.body)
        self.assertEqual(len(self._path(self.message)), len(urlsplit(self.company._loyalty_sms_short_link()).path))
        self.assertEqual(self.message.parts, count_segments(self.message.body).parts)

    def test_each_customer_has_his_own(self):
        second = self._enqueue("+989121234568", body=f"سلام، {LONG}")
        self.assertNotEqual(second.click_code, self.message.click_code)
        self.assertEqual(second.body.split("/m/")[0], self.message.body.split("/m/")[0])
        tracker = self.env["link.tracker"].search([("url", "=", LONG)])
        self.assertEqual(len(tracker), 1)

    def test_codes_of_mailings_cannot_be_guessed_either(self):
        tracker = self.env["link.tracker"].create({"url": "https://shop.example/mailing", "title": "x"})
        self.assertRegex(tracker.code, r"^[A-Za-z0-9]{7}$")
        self.assertEqual(len(set(tracker.link_code_ids._get_random_code_strings(500))), 500)

    def test_click_leads_there_and_counts_for_the_customer(self):
        answer = self._open(self._path(self.message))
        self.assertEqual(answer.status_code, 302)
        self.assertTrue(answer.headers["Location"].startswith(LONG))
        self.assertTrue(self.message.clicked_at)
        first = self.message.clicked_at
        self._open(self._path(self.message))
        self.assertEqual(self.message.clicked_at, first)
        self.assertEqual(self.partner.loyalty_sms_clicked, 1)
        kind = self.env["club.segment.condition.sms"]
        domain = kind._domain(kind._check_params({"did": "clicked", "days": 1}))
        self.assertIn(self.partner, self.env["res.partner"].search(domain))
        touched = self.env["club.customer.touch"].search([("reason", "=", "sms")]).mapped("partner_id")
        self.assertIn(self.partner.id, [getattr(partner, "id", partner) for partner in touched])

    def test_code_that_never_stood_in_a_message_counts_nothing(self):
        other = self._enqueue("+989121234568", body="https://shop.example/other")
        code = self._path(other).split("/")[2]
        self.assertEqual(self._open(f"/r/{code}/m/{self.message.click_code}").status_code, 302)
        self.assertFalse(self.message.clicked_at)
        self.assertEqual(self._open(f"/r/nothing/m/{self.message.click_code}").status_code, 404)

    def test_secrets_codes_and_choice_stay_long(self):
        secret = "https://shop.example/my/orders/1?access_token=abc"
        self.assertEqual(self._enqueue("+989121234561", body=secret).body, secret)
        self.company.loyalty_sms_short_links = False
        self.assertEqual(self._enqueue("+989121234562", body=LONG).body, LONG)
        self.assertEqual(self.company._loyalty_sms_short_link(), "")
