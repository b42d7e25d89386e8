from urllib.parse import urlsplit

from lxml import html

from odoo.tests import tagged

from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestPublish(PageCase):
    """F5: building block, short link, pop-up, and the preview of the builder."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form([{"kind": "text", "alias": "name"}], company_id=cls.company.id, name="Join")

    def test_the_block_shows_it_on_this_site_only(self):
        response = self.url_open(f"/f/{self.form.slug}/block")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Security-Policy"], "frame-ancestors 'self'")
        self.form.embed_sites = "https://shop.example.com"
        response = self.url_open(f"/f/{self.form.slug}/block")
        self.assertEqual(response.headers["Content-Security-Policy"], "frame-ancestors 'self'")

    def test_the_editor_offers_what_the_site_may_show(self):
        website = self.env["website"].get_current_website()
        other = self.env["res.company"].create({"name": "Other"})
        self._form([{"kind": "text"}], company_id=other.id, slug="other-company")
        self._form([{"kind": "text"}], company_id=self.company.id, slug="not-published", is_published=False)
        offered = {form["slug"] for form in self.env["loyalty.form"].website_block_forms(website.id)}
        self.assertIn(self.form.slug, offered)
        self.assertFalse(offered & {"other-company", "not-published"})

    def test_short_link(self):
        self.assertFalse(self.form.short_url)
        self.form.with_user(self.manager).action_short_link()
        path = urlsplit(self.form.short_url).path
        response = self.url_open(path, allow_redirects=False)
        self.assertIn(f"/f/{self.form.slug}", response.headers["Location"])

    def test_preview_is_for_staff_and_saves_nothing(self):
        url = f"/f/{self.form.slug}/preview"
        self.assertEqual(self.url_open(url).status_code, 404)
        self.env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": "Builder",
                "login": "builder",
                "password": "builder-builder",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(4, self.env.ref("crm_segments.crm_segments_group_manager").id)],
            }
        )
        self.authenticate("builder", "builder-builder")
        self.form.write({"is_published": False, "open_to": "2020-01-01 00:00:00"})
        self.assertEqual(self.url_open(url).status_code, 200)
        token = self.url_open(url).text.split('name="token" value="')[1].split('"')[0]
        sent = self.url_open(url, data={"token": token, self.form.field_ids.key: "Sara"})
        self.assertIn("/preview/thanks", sent.url)
        self.assertFalse(self._entries(self.form))

    def test_code_for_a_popup(self):
        self.assertFalse(self.form.popup_code)
        self.form.embed_sites = "https://shop.example.com"
        self.form.name = 'Shop "A" <b>'
        self.assertIn('data-popup="Shop &#34;A&#34; &lt;b&gt;" data-close="Close"></script>', self.form.popup_code)

    # F3
    def test_the_entry_of_a_signed_in_customer_is_his(self):
        form = self._form(
            [{"kind": "text", "alias": "name", "maps_to": "name"}], company_id=self.company.id, prefill_customer=True
        )
        self.env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": "Sara Portal",
                "login": "sara-portal",
                "password": "sara-portal-1",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        partner = self.env["res.users"].search([("login", "=", "sara-portal")]).partner_id
        self.authenticate("sara-portal", "sara-portal-1")
        url = f"/f/{form.slug}"
        page = html.fromstring(self.url_open(url).text)
        key = form.field_ids.key
        self.assertEqual(page.xpath(f"//input[@id='{key}']/@value"), ["Sara Portal"])
        token = page.xpath("//input[@name='token']/@value")[0]
        self.url_open(url, data={"token": token, key: "Sara"})
        self.assertEqual(self._entries(form).partner_id, partner)
        page = html.fromstring(self.url_open(url).text)
        token = page.xpath("//input[@name='token']/@value")[0]
        self.authenticate(None, None)
        self.url_open(url, data={"token": token, key: "Sara"})
        self.assertFalse(self._entries(form).sorted("id")[-1].partner_id, "a token alone is nobody")
