"""Persian words for the native loyalty terms that users meet (X1)."""

import polib

from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools.misc import file_path


def load_persian(env):
    """Activate Persian and load the words of the loyalty add-ons (those of all add-ons would take long)."""
    env["res.lang"]._activate_lang("fa_IR")
    env["ir.module.module"]._load_module_terms(["loyalty", "sale_loyalty", "loyalty_club"], ["fa_IR"])


@tagged("post_install", "-at_install")
class TestNativeTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_persian(cls.env)
        cls.persian = cls.env(context={"lang": "fa_IR"})

    def test_the_catalogue_has_every_term_of_the_native_add_ons(self):
        ours = {entry.msgid: entry for entry in polib.pofile(file_path("loyalty_club/i18n_extra/fa.po"))}
        for module in ("loyalty", "sale_loyalty", "website_sale_loyalty", "pos_loyalty"):
            for entry in polib.pofile(file_path(f"{module}/i18n/{module}.pot")):
                self.assertIn(entry.msgid, ours)
                self.assertTrue(ours[entry.msgid].msgstr, entry.msgid)
                self.assertLessEqual(set(entry.occurrences), set(ours[entry.msgid].occurrences), entry.msgid)

    def test_fields_and_views(self):
        fields = self.persian["loyalty.card"].fields_get(["points", "expiration_date"])
        self.assertEqual(fields["expiration_date"]["string"], "تاریخ انقضا")
        self.assertEqual(self.persian["ir.model"]._get("loyalty.program").name, "برنامه وفاداری")
        kinds = dict(self.persian["loyalty.program"].fields_get(["program_type"])["program_type"]["selection"])
        self.assertEqual(kinds["gift_card"], "کارت هدیه")
        arch = self.persian["loyalty.program"].get_view(self.env.ref("loyalty.loyalty_program_view_form").id, "form")[
            "arch"
        ]
        self.assertIn("قاعده‌ها و پاداش‌ها", arch)
        self.assertNotIn("Rules &amp; Rewards", arch)
        self.assertEqual(self.persian.ref("sale_loyalty.menu_gift_ewallet_type_config").name, "کارت هدیه و کیف پول")

    def test_mails_are_persian_from_right_to_left(self):
        template = self.persian.ref("loyalty.mail_template_gift_card")
        self.assertIn("این هم کارت هدیه شما!", template.body_html)
        self.assertIn('dir="rtl"', template.body_html)
        self.assertEqual(template.subject, "کارت هدیه شما در {{ object.company_id.name }}")

    def test_messages_of_python_code(self):
        program = self.persian["loyalty.program"].create({"name": "برنامه", "reward_ids": [(0, 0, {})]})
        with self.assertRaisesRegex(UserError, "برنامه فعال را نمی‌توان حذف کرد"):
            program.unlink()

    def test_an_add_on_that_comes_later_gets_its_words(self):
        """`pos_loyalty` may be installed after the club: its load brings ours along."""
        field = self.env["ir.model.fields"]._get("loyalty.card", "expiration_date")
        self.env.cr.execute(
            "UPDATE ir_model_fields SET field_description = field_description - 'fa_IR' WHERE id = %s", [field.id]
        )
        field.invalidate_recordset()
        self.env["ir.module.module"]._load_module_terms(["loyalty"], ["fa_IR"])
        field.invalidate_recordset()
        self.assertEqual(field.with_context(lang="fa_IR").field_description, "تاریخ انقضا")


@tagged("post_install", "-at_install")
class TestNativeWebTranslations(HttpCase):
    def test_terms_of_the_web_client_and_of_the_web_site(self):
        load_persian(self.env)
        for route in ("/web/webclient/translations", "/website/translations"):
            modules = self.url_open(f"{route}?lang=fa_IR").json()["modules"]
            terms = {message["id"]: message["string"] for module in modules.values() for message in module["messages"]}
            self.assertEqual(terms.get("Last Transactions"), "آخرین تراکنش‌ها", route)
