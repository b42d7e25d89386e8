from lxml import html

from odoo.fields import Command
from odoo.tests import tagged

from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestAuthorTexts(PageCase):
    # F11, X2
    def test_what_an_author_writes_runs_nothing(self):
        """Managers of the club build forms; they may neither run code nor read what is not theirs."""
        secret = self.env["res.partner"].create({"name": "Secret of the system"})
        tricks = (
            f"{{{{7*7}}}} {{{{object.env.cr}}}} {{{{form.env['res.partner'].browse({secret.id}).name}}}} ${{7*7}}"
            f" {{{{form.company_id.partner_id.name}}}} <t t-out='7*7'/> <t t-esc='request.env.cr'/> %(name)s"
            " <script>alert(1)</script><img src='x' onerror='alert(1)'><a href='javascript:alert(1)'>x</a>"
        )
        texts = {"intro": tricks, "thank_text": tricks, "submit_label": tricks, "full_text": tricks}
        kinds = [
            {"kind": "text", "label": tricks, "help": tricks, "placeholder": tricks, "alias": "name"},
            {"kind": "heading", "label": tricks, "content": tricks},
            {"kind": "consent", "label": tricks, "content": tricks, "alias": "yes"},
            {"kind": "dropdown", "label": tricks, "option_ids": [Command.create({"name": tricks})]},
        ]
        form = self.env["loyalty.form"].with_user(self.manager).create(
            {
                **texts, "name": tricks, "captcha": "none", "is_published": True, "company_id": self.company.id,
                "field_ids": [Command.create(values) for values in kinds],
            }
        )  # fmt: skip
        pages = [self._get(form)[0].text, self._thanks(self._post(form, {"name": tricks, "yes": "yes"})).text]
        form.max_entries = 1
        pages.append(self._get(form)[0].text)
        for page in pages:
            self.assertIn("7*7", page, "it is shown as it was written")
            self.assertNotIn("Secret of the system", page)
            self.assertNotIn("49$", page)
            self.assertNotIn("Cursor object", page)
            tree = html.fromstring(page)
            self.assertFalse(tree.xpath("//script[contains(text(), 'alert(1)')] | //*[contains(@onerror, 'alert')]"))
            self.assertFalse(tree.xpath("//a[starts-with(@href, 'javascript:')] | //*[@t-out or @t-esc]"))
