from lxml import html

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import FormsCase


class PageCase(HttpCase, FormsCase):
    """A visitor with a browser that has no JavaScript and takes no cookies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        website = cls.env["website"].get_current_website()
        cls.company = website.company_id

    def _get(self, form, query=""):
        self.opener.cookies.clear()
        response = self.url_open(f"/f/{form.slug}{query}")
        return response, html.fromstring(response.text)

    def _token(self, form):
        response, page = self._get(form)
        self.assertEqual(response.status_code, 200)
        return page.xpath("//input[@name='token']/@value")[0]

    def _post(self, form, data, token=None, **kwargs):
        """Send the form, without following where it leads.

        :param dict data: what is typed, by alias, or by the control's name
        """
        by_key = {}
        for name, value in data.items():
            field = self._field(form, name)
            by_key[field.key or name] = value
        by_key["token"] = self._token(form) if token is None else token
        self.opener.cookies.clear()
        return self.url_open(f"/f/{form.slug}", data=by_key, allow_redirects=False, **kwargs)

    def _entries(self, form):
        return self.env["loyalty.form.entry"].search([("form_id", "=", form.id)])

    def _thanks(self, response):
        self.assertEqual(response.status_code, 303, response.text[:2000])
        return self.url_open(response.headers["Location"])


@tagged("post_install", "-at_install")
class TestFormPage(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "text", "alias": "name", "required": True},
                {"kind": "phone", "alias": "mobile"},
                {"kind": "choices", "alias": "colours", "options": ["Red", "Blue"]},
                {"kind": "paragraph", "alias": "note", "max_length": 100},
            ],
            thank_text="<p>Dear {{name|friend}}, thanks. {{unknown}}</p>",
            slug="page-test",
            company_id=cls.company.id,
        )

    def test_page_is_stateless_and_accessible(self):
        response, page = self._get(self.form)
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("session_id", response.headers.get("Set-Cookie", ""))
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        for control in page.xpath("//form[@method='post' and contains(@class, 'o_loyalty_form')]//input[@id]"):
            self.assertTrue(page.xpath(f"//label[@for='{control.get('id')}']"), control.get("id"))

    def test_what_is_sent_is_saved_and_thanked_for(self):
        colours = self._field(self.form, "colours").option_ids
        response = self._post(self.form, {"name": "سارا", "mobile": "۰۹۱۲ ۱۲۳ ۴۵۶۷", "colours": colours.mapped("key")})
        thanks = self._thanks(response)
        self.assertIn("Dear سارا, thanks.", thanks.text)
        entry = self._entries(self.form)
        self.assertEqual(entry.phone, "+989121234567")
        self.assertEqual(entry._stored_answers()[self._field(self.form, "colours").key], colours.mapped("key"))
        self.assertEqual((entry.state, entry.ip), ("new", "127.0.0.1"))

    def test_errors_keep_what_was_typed(self):
        response = self._post(self.form, {"name": "", "mobile": "hello", "note": "keep me"})
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.text)
        self.assertEqual(page.xpath("//textarea/text()")[0].strip(), "keep me")
        key = self._field(self.form, "mobile").key
        [control] = page.xpath(f"//input[@id='{key}']")
        self.assertEqual((control.get("value"), control.get("aria-invalid")), ("hello", "true"))
        for described in control.get("aria-describedby").split():
            self.assertTrue(page.xpath(f"//*[@id='{described}']"))
        self.assertTrue(page.xpath("//*[@role='alert']"))
        self.assertFalse(self._entries(self.form))

    def test_script_tags_never_run(self):
        bad = "<script>alert(1)</script>"
        response = self._post(self.form, {"name": bad, "mobile": bad})
        self.assertNotIn(bad, response.text)
        self.assertIn("&lt;script&gt;", response.text)
        thanks = self._thanks(self._post(self.form, {"name": bad}))
        self.assertNotIn(bad, thanks.text)
        self.assertIn("&lt;script&gt;alert(1)", thanks.text)

    def test_prefill_is_escaped_too(self):
        response, _page = self._get(self.form, '?name="><script>alert(1)</script>')
        self.assertNotIn("<script>alert(1)", response.text)

    def test_too_long(self):
        response = self._post(self.form, {"name": "x" * 5000, "note": "y" * 101})
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._entries(self.form))
        self.assertLess(response.text.count("x" * 50), 500)

    def test_unknown_and_forbidden_fields_are_ignored(self):
        other = self._form([{"kind": "text", "alias": "secret"}])
        response = self._post(
            self.form,
            {
                "name": "Sara",
                "state": "done",
                "partner_id": "3",
                "form_id": str(other.id),
                "is_admin": "1",
                other.field_ids.key: "smuggled",
            },
        )
        self._thanks(response)
        entry = self._entries(self.form)
        self.assertEqual((entry.state, entry.partner_id.id), ("new", False))
        self.assertEqual(list(entry._stored_answers().values()), ["Sara"])

    def test_odd_bytes_and_content_types(self):
        token = self._token(self.form)
        key = self._field(self.form, "name").key
        for body, content_type in [
            (f"token={token}&{key}=%00%ff%fe%ed%a0%80".encode(), "application/x-www-form-urlencoded"),
            (b'{"token": 1}', "application/json"),
            (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
            (b"\xff" * 1000, "text/plain"),
        ]:
            with self.subTest(content_type=content_type):
                self.env["ir.config_parameter"].set_param("loyalty_forms.limit_per_minute", "100")
                headers = {"Content-Type": content_type}
                response = self.url_open(f"/f/{self.form.slug}", data=body, headers=headers, allow_redirects=False)
                self.assertIn(response.status_code, (303, 400, 422))
                self.assertNotIn("Traceback", response.text)

    # X2
    def test_forms_that_are_not_for_visitors_do_not_exist(self):
        other = self.env["res.company"].create({"name": "Other"})
        hidden = self._form([{"kind": "text"}], is_published=False, company_id=self.company.id)
        foreign = self._form([{"kind": "text"}], company_id=other.id)
        archived = self._form([{"kind": "text"}], active=False, company_id=self.company.id)
        for form in (hidden, foreign, archived):
            self.assertEqual(self._get(form)[0].status_code, 404)
            self.assertEqual(self._post(form, {}, token="x").status_code, 404)
            self.assertEqual(self.url_open(f"/f/{form.slug}/thanks").status_code, 404)

    # F5
    def test_closed_forms_say_so(self):
        past, future = "2020-01-01 00:00:00", "2120-01-01 00:00:00"
        for values, text in [
            ({"open_from": future, "not_open_text": "Come in Mehr"}, "Come in Mehr"),
            ({"open_to": past}, "This form is closed."),
            ({"is_open": False}, "This form takes no answers at the moment."),
            ({"is_open": False, "off_text": "We are on holiday"}, "We are on holiday"),
            ({"max_entries": 1, "full_text": "All seats taken"}, "All seats taken"),
        ]:
            with self.subTest(text=text):
                form = self._form([{"kind": "text", "alias": "name"}], company_id=self.company.id)
                token = self._token(form)
                self._send(form, {"name": "first"})
                form.write(values)
                self.assertIn(text, self._get(form)[0].text)
                self.assertIn(text, self._post(form, {"name": "late"}, token=token).text)
                self.assertEqual(len(self._entries(form)), 1)

    def test_thanks_without_token_shows_no_answers(self):
        self._send(self.form, {"name": "Private"})
        for query in ("", "?t=x", "?t=" + "A" * 200):
            response = self.url_open(f"/f/{self.form.slug}/thanks{query}")
            self.assertEqual(response.status_code, 200)
            self.assertIn("Dear friend", response.text)
            self.assertNotIn("Private", response.text)

    def test_page_in_persian(self):
        website = self.env["website"].get_current_website()
        website.language_ids |= self.env["res.lang"]._activate_lang("fa_IR")
        response = self.url_open(f"/fa/f/{self.form.slug}")
        page = html.fromstring(response.text)
        self.assertIn("fa", page.get("lang"))
        action = page.xpath("//form[contains(@class, 'o_loyalty_form')]/@action")[0]
        self.assertTrue(action.startswith("/fa"), action)
        token = page.xpath("//input[@name='token']/@value")[0]
        key = self._field(self.form, "name").key
        self.opener.cookies.clear()
        response = self.url_open(action, data={"token": token, key: "سارا"}, allow_redirects=False)
        self._thanks(response)
        self.assertEqual(self._entries(self.form).lang, "fa_IR")

    def test_submitted_now(self):
        self._thanks(self._post(self.form, {"name": "Sara"}))
        self.assertLess((fields.Datetime.now() - self._entries(self.form).submitted_at).total_seconds(), 60)
