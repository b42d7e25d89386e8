from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestEmbed(PageCase):
    """F5: forms on other web sites, only where the shop says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form([{"kind": "text", "alias": "name"}], company_id=cls.company.id)

    def test_only_listed_sites_may_frame_it(self):
        self.assertEqual(self.url_open(f"/f/{self.form.slug}/embed").status_code, 404)
        self.form.embed_sites = "https://Shop.example.com/\nhttp://localhost:8080"
        response = self.url_open(f"/f/{self.form.slug}/embed")
        policy = "frame-ancestors 'self' https://shop.example.com http://localhost:8080"
        self.assertEqual(response.headers["Content-Security-Policy"], policy)
        self.assertNotIn("X-Frame-Options", response.headers)
        response = self.url_open(f"/f/{self.form.slug}")
        self.assertEqual(response.headers["Content-Security-Policy"], "frame-ancestors 'self'")

    def test_it_is_sent_without_any_cookie(self):
        self.form.embed_sites = "https://shop.example.com"
        self.opener.cookies.clear()
        page = html.fromstring(self.url_open(f"/f/{self.form.slug}/embed").text)
        self.assertFalse(page.xpath("//header[@id='top']"))
        [form] = page.xpath("//form[contains(@class, 'o_loyalty_form')]")
        data = {"token": form.xpath(".//input[@name='token']/@value")[0], self.form.field_ids.key: "Sara"}
        self.opener.cookies.clear()
        response = self.url_open(form.get("action"), data=data, allow_redirects=False)
        self.assertIn(f"/f/{self.form.slug}/embed/thanks", response.headers["Location"])
        self.opener.cookies.clear()
        self.assertEqual(self._thanks(response).status_code, 200)
        self.assertEqual(len(self._entries(self.form)), 1)

    def test_nothing_else_gets_into_the_header(self):
        for bad in ("*", "https://*", "https://a.com; script-src *", "javascript:x", "https://a.com/path", "a.com"):
            with self.subTest(bad=bad), self.assertRaises(ValidationError):
                self.form.embed_sites = bad

    def test_code_to_copy(self):
        self.assertFalse(self.form.embed_code)
        self.form.embed_sites = "https://shop.example.com"
        self.assertIn(f'data-form="{self.form.slug}"', self.form.embed_code)
        self.assertEqual(self.url_open("/loyalty_forms/static/embed/embed.js").status_code, 200)
