from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import FormsCase


@tagged("post_install", "-at_install")
class TestLoyaltyForm(FormsCase):
    """F1, F3, F6: the builder and what it generates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "text", "alias": "name"},
                {"kind": "number", "alias": "age"},
                {"kind": "dropdown", "alias": "city", "options": ["تهران", "شیراز"]},
                {"kind": "date", "alias": "day"},
            ],
            name="Reading",
        )

    def _key(self, alias):
        return self._field(self.form, alias).key

    def test_fields_generate_the_definition(self):
        self.assertEqual([d["name"] for d in self.form.answers_definition], self.form.field_ids.mapped("key"))
        self._field(self.form, "name").label = "Full name"
        self.assertEqual(self.form.answers_definition[0]["string"], "Full name")
        self._field(self.form, "age").unlink()
        self.assertEqual(len(self.form.answers_definition), 3)

    def test_keys_are_never_used_again(self):
        copy = self.form.copy()
        self.assertEqual(len(copy.field_ids), 4)
        self.assertFalse(set(copy.field_ids.mapped("key")) & set(self.form.field_ids.mapped("key")))
        self.assertEqual(len(copy.field_ids.option_ids), 2)
        self.assertFalse(copy.is_published)
        self.assertNotEqual(copy.slug, self.form.slug)
        key = self._key("name")
        self._field(self.form, "name").key = "f000"
        self.assertEqual(self._key("name"), key)

    def test_the_definition_is_written_by_the_builder_only(self):
        with self.assertRaises(UserError):
            self.form.answers_definition = []

    def test_a_removed_field_keeps_its_answers(self):
        entry = self._send(self.form, {"name": "Sara", "age": "30"})
        key = self._key("age")
        self._field(self.form, "age").unlink()
        self.assertEqual(entry._stored_answers()[key], 30)

    def test_the_type_of_an_answered_field_stays(self):
        self._field(self.form, "age").kind = "text"
        self._field(self.form, "age").kind = "number"
        self._send(self.form, {"name": "Sara"})
        with self.assertRaises(ValidationError):
            self._field(self.form, "age").kind = "text"

    # F6
    def test_entries_by_every_answer(self):
        for name, age, day in [("Sara", "9", "1405/01/01"), ("Reza", "10", "1404/01/01"), ("Mina", "", "")]:
            self._send(self.form, {"name": name, "age": age, "day": day})
        Entry = self.env["loyalty.form.entry"].with_user(self.user)
        mine = [("form_id", "=", self.form.id)]
        age, day = f"answers.{self._key('age')}", f"answers.{self._key('day')}"
        self.assertEqual(Entry.search([*mine, (age, ">", 9)]).mapped("sender"), [False])
        self.assertEqual(
            [e._template_values()["age"] for e in Entry.search(mine, order=f"{age} desc")], ["10", "9", ""]
        )
        self.assertEqual(Entry.search_count([*mine, (day, ">=", "2026-01-01")]), 1)
        self.assertEqual(Entry._read_group(mine, [], [f"{age}:sum"])[0][0], 19)

    # X1
    def test_one_search_box_with_any_digits_and_letters(self):
        self._field(self.form, "name").maps_to = "name"
        entry = self._send(
            self.form, {"name": "كيان قاضي ۱۲۳", "city": self._field(self.form, "city").option_ids[1].key}
        )
        Entry = self.env["loyalty.form.entry"].with_user(self.user)
        for typed in ("کیان", "كيان", "123", "١٢٣", "قاضی کیان", "شيراز", entry.code):
            self.assertEqual(Entry.search([("quick_search", "ilike", typed)]), entry, typed)
        self.assertFalse(Entry.search([("quick_search", "ilike", "کیان رضایی")]))
        self.assertEqual(entry.sender, "كيان قاضي ۱۲۳")

    def test_staff_edits_are_checked_and_found(self):
        entry = self._send(self.form, {"name": "Sara", "age": "30"})
        entry.with_user(self.user).answers = {self._key("name"): "Sahar"}
        self.assertEqual(entry._stored_answers(), {self._key("name"): "Sahar", self._key("age"): 30})
        self.assertIn("sahar", entry.search_text)
        with self.assertRaises(ValidationError):
            entry.with_user(self.user).answers = {self._key("age"): "many"}

    def test_an_entry_stays_with_its_form(self):
        entry = self._send(self.form, {"name": "Sara"})
        with self.assertRaises(UserError):
            entry.form_id = self._form([{"kind": "text"}])

    def test_texts_name_their_mistakes(self):
        self.form.thank_text = "<p>{{name}} {{nmae}} {{form}}</p>"
        self.assertIn("nmae", self.form.text_warning)
        self.assertNotIn("form,", self.form.text_warning)

    def test_addresses(self):
        self.assertEqual(self.form.slug[:7], "reading")
        for bad in ("a b", "../x", "A", "ثبت"):
            with self.assertRaises(ValidationError):
                self.form.slug = bad
        self.assertTrue(self._form([{"kind": "text"}], name="ثبت نام").slug)

    def test_template_is_ready_and_not_published(self):
        action = self.env["loyalty.form"].with_user(self.manager).action_new_registration()
        form = self.env["loyalty.form"].browse(action["res_id"])
        self.assertFalse(form.is_published)
        self.assertEqual(form.field_ids.mapped("kind"), ["text", "phone", "email", "date", "consent"])
        self.assertFalse(form.text_warning)
        form.with_user(self.manager).action_publish()
        self.assertTrue(form.is_published)


@tagged("post_install", "-at_install")
class TestFormRights(FormsCase):
    """X2"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form([{"kind": "text", "alias": "name"}])
        cls.entry = cls._send(cls.form, {"name": "Sara"})
        cls.portal = cls._portal_user(cls._customer())
        cls.public = cls.env.ref("base.public_user")

    @mute_logger("odoo.models")
    def test_portal_public_and_other_employees_see_nothing(self):
        for user in (self.portal, self.public, self.outsider):
            for model in ("loyalty.form", "loyalty.form.field", "loyalty.form.field.option", "loyalty.form.entry"):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([], ["id"])
        for user in (self.portal, self.public, self.user, self.manager):
            with self.assertRaises(AccessError):
                self.env["loyalty.form.hit"].with_user(user).search_read([])

    def test_users_work_on_entries_and_managers_build(self):
        self.entry.with_user(self.user).action_done()
        self.assertEqual(self.entry.state, "done")
        for record in (self.form, self.form.field_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.user).write({"sequence": 3})
        with self.assertRaises(AccessError):
            self.entry.with_user(self.user).unlink()
        self.form.with_user(self.manager).name = "Mine"

    def test_tokens_are_nobodys_to_read(self):
        for user in (self.user, self.manager):
            with self.assertRaises(AccessError):
                self.entry.with_user(user).read(["access_token", "nonce"])

    def test_companies_are_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "club_other",
            "crm_segments.crm_segments_group_manager",
            company_id=other.id,
            company_ids=[other.id],
        )
        for records in (self.form, self.form.field_ids, self.entry):
            self.assertFalse(records & records.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.entry.with_user(stranger).read(["phone"])
        with self.assertRaises(AccessError):
            self.form.with_user(stranger).read(["name"])
