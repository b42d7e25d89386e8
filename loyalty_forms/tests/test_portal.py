"""C22: a customer follows his own entries in the portal, and nobody else's."""

from odoo.tests import tagged

from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestPortalForms(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [{"kind": "phone", "alias": "mobile"}, {"kind": "paragraph", "label": "Opinion", "alias": "opinion"}],
            name="Complaint",
        )
        cls.sara = cls._customer(phone="+989121234567")
        cls.reza = cls._customer("Reza", phone="+989121234568")
        cls._portal_user(cls.sara, login="sara", password="sara-secret-1")
        cls.mine = cls._send(cls.form, {"mobile": "09121234567", "opinion": "<b>late</b>"})
        cls.other = cls._send(cls.form, {"mobile": "09121234568", "opinion": "secret of Reza"})

    def test_own_entries_with_answers_and_reply(self):
        self.mine._send_message("sms", "We are sorry, {{code}}")
        self.mine.action_done()
        self.authenticate("sara", "sara-secret-1")
        listed = self.url_open("/my/forms").text
        self.assertIn(self.mine.code, listed)
        self.assertNotIn(self.other.code, listed)
        page = self.url_open(f"/my/forms/{self.mine.id}").text
        self.assertIn("&lt;b&gt;late&lt;/b&gt;", page)
        self.assertIn("We are sorry", page)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        self.url_open(f"/my/forms/{self.mine.id}", data={"text": "<script>x</script>", "csrf_token": token})
        page = self.url_open(f"/my/forms/{self.mine.id}").text
        self.assertIn("&lt;script&gt;x", page)
        self.assertEqual(self.mine.state, "progress")
        self.env.invalidate_all()
        self.assertEqual(self.mine.message_to_sender_ids.sorted("id")[-1].direction, "in")

    def test_nobody_elses(self):
        self.authenticate("sara", "sara-secret-1")
        self.mine.action_spam()
        for entry in (self.other, self.mine):
            self.assertEqual(self.url_open(f"/my/forms/{entry.id}").status_code, 404)
            self.assertEqual(self.url_open(f"/my/forms/{entry.id}", data={"text": "x"}).status_code, 400)
        self.assertEqual(self.url_open("/my/forms/999999999").status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/my/forms/{self.other.id}").url)
