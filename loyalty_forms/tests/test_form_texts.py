from odoo.fields import Command
from odoo.tests import tagged

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestFormTexts(FormsCase):
    """Labels in several languages: on pages, and as the columns of entries (F1, F6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.env.company.partner_id.lang = "en_US"
        cls.persian = cls.env(context={**cls.env.context, "lang": "fa_IR"})
        cls.form = cls.persian["loyalty.form"].create({"name": "نظر شما"})
        cls.field = cls.persian["loyalty.form.field"].create(
            {
                "form_id": cls.form.id,
                "kind": "choices",
                "label": "چند گزینه",
                "option_ids": [Command.create({"name": "گزینهٔ نخست"})],
            }
        )

    def _column(self, lang):
        [column] = self.form.with_context(lang=lang).answers_definition
        return column

    def test_a_text_in_one_language_is_changed_for_all(self):
        self.field.label = "ژانرها"
        self.form.name = "ژانرهای شما"
        self.assertEqual(self.field.with_context(lang="en_US").label, "ژانرها")
        self.assertEqual(self.form.with_context(lang="en_US").name, "ژانرهای شما")
        self.assertEqual(self._column("en_US")["string"], "ژانرها")

    def test_a_translated_text_stays(self):
        self.field.with_context(lang="en_US").label = "Genres"
        self.field.label = "ژانرها"
        self.assertEqual(self.field.with_context(lang="en_US").label, "Genres")
        only_english = self.env["loyalty.form.field"].create({"form_id": self.form.id, "label": "City"})
        only_english.with_env(self.persian).label = "شهر"
        self.assertEqual(only_english.label, "City")

    def test_columns_are_read_in_the_readers_language(self):
        self.field.with_context(lang="en_US").label = "Genres"
        self.field.option_ids.update_field_translations("name", {"en_US": "Novel", "fa_IR": "رمان"})
        self.assertEqual(self._column("en_US")["string"], "Genres")
        self.assertEqual(self._column("fa_IR")["string"], "چند گزینه")
        self.assertEqual(self._column("fa_IR")["tags"][0][1], "رمان")
        self.assertEqual(self._column(None)["tags"][0][1], "Novel")
        self.assertNotIn("translations", self._column("fa_IR"))
        entry = self.env["loyalty.form.entry"].create({"form_id": self.form.id})
        [answer] = entry.with_env(self.persian).read(["answers"])[0]["answers"]
        self.assertEqual(answer["string"], "چند گزینه")
        named = entry.with_env(self.persian).get_property_definition(f"answers.{self.field.key}")
        self.assertEqual(named["string"], "چند گزینه")
