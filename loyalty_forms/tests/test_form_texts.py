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

    def test_conditions_and_rules_hold_in_every_language(self):
        form = self._form([{"kind": "yesno", "alias": "pet"}, {"kind": "text", "alias": "name"}])
        pet, name = self._field(form, "pet"), self._field(form, "name")
        condition = self.persian["loyalty.form.field.condition"].create(
            {"field_id": name.id, "subject_id": pet.id, "operator": "is", "value": "بله"}
        )
        rule = self.persian["loyalty.form.rule"].create(
            {"form_id": form.id, "kind": "thanks", "text": "<p>!</p>", "field_id": pet.id, "value": "بله"}
        )
        for env in (self.env, self.persian):
            with self.subTest(lang=env.lang):
                self.assertTrue(condition.with_env(env)._holds({pet.key: "yes"}))
                self.assertFalse(condition.with_env(env)._holds({pet.key: "no"}))
                entry = env["loyalty.form.entry"].create({"form_id": form.id, "answers": {pet.key: "yes"}})
                self.assertTrue(rule.with_env(env)._holds(entry))
        self.assertIn("Yes", condition.with_env(self.env(context={"lang": "en_US"}))._sentence())
