"""Persian words for Odoo's own add-ons for SMS (X1)."""

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path


@tagged("post_install", "-at_install")
class TestNativeTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.env["ir.module.module"]._load_module_terms(["sms", "mass_mailing_sms", "loyalty_sms"], ["fa_IR"])
        cls.persian = cls.env(context={"lang": "fa_IR"})

    def test_no_term_is_left_without_persian(self):
        ours = {entry.msgid: entry.msgstr for entry in polib.pofile(file_path("loyalty_sms/i18n_extra/fa.po"))}
        for module in ("sms", "mass_mailing_sms", "phone_validation"):
            native = {entry.msgid: entry.msgstr for entry in polib.pofile(file_path(f"{module}/i18n/fa.po"))}
            for entry in polib.pofile(file_path(f"{module}/i18n/{module}.pot")):
                self.assertTrue(native.get(entry.msgid) or ours.get(entry.msgid), entry.msgid)

    def test_views_fields_and_messages(self):
        arch = self.persian["sms.composer"].get_view(self.env.ref("sms.sms_composer_view_form").id, "form")["arch"]
        self.assertIn("ارسال همین حالا", arch)
        field = self.persian["mailing.mailing"].fields_get(["sms_allow_unsubscribe"])["sms_allow_unsubscribe"]
        self.assertEqual(field["string"], "همراه با پیوند لغو")
        self.assertIn("لغو پیامک", self.persian["sms.composer"]._get_unsubscribe_info("https://shop.ir/sms/1"))
