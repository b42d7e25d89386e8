from lxml import html

from odoo.fields import Command
from odoo.tests import tagged

from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestFormSteps(PageCase):
    """F1, F5: forms of several pages, for a browser without JavaScript and cookies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "text", "alias": "name", "required": True},
                {"kind": "choices", "alias": "colours", "options": ["Red", "Blue"]},
                {"kind": "page", "label": "Details", "alias": "details"},
                {"kind": "text", "alias": "why", "required": True},
                {"kind": "page", "label": "Files", "alias": "files"},
                {"kind": "file", "alias": "paper"},
                {"kind": "text", "alias": "last"},
            ],
            company_id=cls.company.id,
        )
        red = cls._field(cls.form, "colours").option_ids[0]
        condition = {"subject_id": cls._field(cls.form, "colours").id, "option_ids": [Command.link(red.id)]}
        cls._field(cls.form, "details").condition_ids = [Command.create(condition)]

    def _controls(self, page):
        """What the browser would send of a page, without its buttons."""
        controls = page.xpath("//form[contains(@class, 'o_loyalty_form')]//input[@type='hidden' or @type='text']")
        return {control.get("name"): control.get("value") or "" for control in controls if control.get("name")}

    def _click(self, page, button=None, files=None, **answers):
        data = self._controls(page)
        data.update({self._field(self.form, alias).key: value for alias, value in answers.items()})
        if button:
            data[button] = "1"
        self.opener.cookies.clear()
        return self.url_open(f"/f/{self.form.slug}", data=data, files=files, allow_redirects=False)

    def _page(self, response, status=200):
        self.assertEqual(response.status_code, status, response.text[:500])
        return html.fromstring(response.text)

    def test_page_by_page(self):
        red = self._field(self.form, "colours").option_ids[0].key
        page = self._get(self.form)[1]
        self.assertIn("Page 1 of 3", " ".join(page.text_content().split()))
        refused = self._page(self._click(page, "next"), 422)
        self.assertTrue(refused.xpath("//*[@role='alert']"))
        page = self._page(self._click(page, "next", name="Sara", colours=red))
        self.assertIn("Details", page.text_content())
        page = self._page(self._click(page, "back", why="kept"))
        self.assertEqual(self._controls(page)[self._field(self.form, "name").key], "Sara")
        page = self._page(self._click(page, "next", colours=red))
        self.assertEqual(self._controls(page)[self._field(self.form, "why").key], "kept")
        page = self._page(self._click(page, "next"))
        self._thanks(self._click(page, last="end"))
        entry = self._entries(self.form)
        answers = {field.alias: entry._stored_answers().get(field.key) for field in self.form.field_ids}
        self.assertEqual((answers["name"], answers["why"], answers["last"]), ("Sara", "kept", "end"))
        self.assertEqual(answers["colours"], [red])

    def test_a_page_that_is_not_asked_is_left_out(self):
        page = self._page(self._click(self._get(self.form)[1], "next", name="Sara"))
        self.assertIn("Files", page.text_content())
        self._thanks(self._click(page))
        self.assertEqual(len(self._entries(self.form)), 1)

    def test_nothing_can_be_skipped(self):
        """Whoever takes the send button to an early page, or leaves out what earlier pages asked, is led back."""
        red = self._field(self.form, "colours").option_ids[0].key
        first = self._get(self.form)[1]
        page = self._page(self._click(first, name="Sara", colours=red))
        self.assertIn("Details", page.text_content())
        page = self._page(self._click(first, "next", name="Sara"))
        page = self._page(self._click(page, name=""), 422)
        self.assertTrue(page.xpath(f"//input[@id='{self._field(self.form, 'name').key}']"))
        self.assertFalse(self._entries(self.form))

    def test_a_file_waits_until_the_rest_is_right(self):
        form = self._form(
            [{"kind": "file", "alias": "paper", "required": True}, {"kind": "text", "alias": "name", "required": True}],
            company_id=self.company.id,
        )
        paper, name = form.field_ids.mapped("key")
        token = self._token(form)
        files = {paper: ("receipt.txt", b"paid in full", "text/plain")}
        url = f"/f/{form.slug}"
        page = self._page(self.url_open(url, data={"token": token, name: ""}, files=files), 422)
        self.assertIn("receipt.txt", page.text_content())
        token = page.xpath("//input[@name='token']/@value")[0]
        self._thanks(
            self.url_open(url, data={"token": token, name: "Sara"}, files={paper: ("", b"")}, allow_redirects=False)
        )
        entry = self._entries(form)
        attachment = self.env["ir.attachment"].search([("res_model", "=", entry._name), ("res_id", "=", entry.id)])
        self.assertEqual((attachment.name, attachment.raw), ("receipt.txt", b"paid in full"))
        self.assertFalse(self.env["loyalty.form.draft"].sudo().search([("field_id", "in", form.field_ids.ids)]))

    def test_enter_never_presses_a_side_button(self):
        page = self._get(self.form)[1]
        first = page.xpath("//form[contains(@class, 'o_loyalty_form')]//button")[0]
        self.assertEqual(first.get("name"), "next")
