from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import FormsCase
from .test_form_page import PageCase


class ChangesCase(FormsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "yesno", "alias": "pet", "label": "A pet?"},
                {"kind": "text", "alias": "its_name", "label": "Its name"},
                {"kind": "choice", "alias": "size", "label": "Size", "options": ["Small", "Large"]},
            ],
            company_id=cls.company.id,
        )
        cls.pet, cls.its_name, cls.size = cls.form.field_ids
        cls.env["loyalty.form.field.condition"].create(
            {"field_id": cls.its_name.id, "subject_id": cls.pet.id, "operator": "is", "value": "yes"}
        )

    def _drafted(self, alias):
        return self._field(self.form._draft(), alias)


@tagged("post_install", "-at_install")
class TestFormChanges(ChangesCase):
    """F1: what is changed on a published form waits until it is published."""

    def _states(self):
        state = self.form.builder_state()
        return state["published"], state["changed"]

    def test_the_builder_shows_a_draft_that_changes_nothing(self):
        self.assertEqual(self._states(), (True, False))
        self.assertEqual(self._drafted("its_name").condition_ids.subject_id, self._drafted("pet"))
        self.assertNotIn(self.form._draft(), self.env["loyalty.form"].search([]))
        self.form.action_publish()
        self.assertFalse(self.form._draft())

    def test_changes_wait_and_then_keep_the_answers(self):
        entry = self._send(self.form, {"pet": "yes", "its_name": "Rex", "size": self.size.option_ids[1].key})
        self.form.builder_state()
        draft = self.form._draft()
        added = self.env["loyalty.form.field"].browse(self.form.builder_add("email", 0))
        self._drafted("its_name").label = "The name of your pet"
        self._drafted("size").option_ids[1].name = "Very large"
        self.env["loyalty.form.field.option"].create({"field_id": self._drafted("size").id, "name": "Huge"})
        self.form.builder_order([self._drafted("size").id, added.id, *(draft.field_ids - added).ids[:2]])
        self.assertEqual(self._states(), (True, True))
        self.assertTrue(self.form.has_changes)
        before = [(field.label, field.option_ids.mapped("name")) for field in self.form.field_ids]
        self.assertEqual([label for label, _options in before], ["A pet?", "Its name", "Size"])

        self.form.action_publish()
        self.assertEqual(self._states(), (True, False))
        self.assertEqual(self.form.field_ids.mapped("label"), ["Size", added.label, "A pet?", "The name of your pet"])
        self.assertEqual(self.size.option_ids.mapped("name"), ["Small", "Very large", "Huge"])
        self.assertEqual(self.form.field_ids - added, self.pet | self.its_name | self.size)
        self.assertEqual(self.its_name.condition_ids.subject_id, self.pet)
        self.assertEqual(entry._template_values()["its_name"], "Rex")
        self.assertEqual(entry._template_values()["size"], "Very large")
        self.assertEqual(len(self.form.answers_definition), 4)

    def test_discarding_goes_back_to_what_is_published(self):
        self.form.builder_state()
        self._drafted("pet").unlink()
        self.assertTrue(self.form.has_changes)
        self.form.action_discard_changes()
        self.assertFalse(self.form.has_changes)
        self.assertEqual(len(self.form.builder_state()["fields"]), 3)

    def test_a_removed_field_goes_when_it_is_published(self):
        self.form.builder_state()
        self._drafted("its_name").unlink()
        self.assertTrue(self.its_name.exists())
        self.form.action_publish()
        self.assertEqual(self.form.field_ids, self.pet | self.size)

    def test_aliases_and_conditions_can_be_exchanged(self):
        self.form.builder_state()
        pet, name = self._drafted("pet"), self._drafted("its_name")
        name.condition_ids.unlink()
        (pet | name).alias = False
        pet.alias, name.alias = "its_name", "pet"
        self.form.builder_order([name.id, pet.id, self._drafted("size").id])
        self.env["loyalty.form.field.condition"].create(
            {"field_id": pet.id, "subject_id": name.id, "operator": "filled"}
        )
        self.form.action_publish()
        self.assertEqual((self.pet.alias, self.its_name.alias), ("its_name", "pet"))
        self.assertEqual(self.pet.condition_ids.subject_id, self.its_name)

    def test_what_came_elsewhere_meanwhile_is_kept(self):
        self.form.builder_state()
        self._drafted("pet").label = "Any pet?"
        later = self.env["loyalty.form.field"].create({"form_id": self.form.id, "kind": "text", "label": "Later"})
        self.form.action_publish()
        self.assertEqual(self.form.field_ids[-1], later)
        self.assertEqual(self.pet.label, "Any pet?")
        # and a draft in which nothing was changed does not undo what was changed elsewhere
        self.form.builder_state()
        self.pet.label = "Changed on the form"
        self.form.action_publish()
        self.assertEqual(self.pet.label, "Changed on the form")

    def test_translations_are_published_too(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.form.builder_state()
        self._drafted("pet").with_context(lang="fa_IR").label = "حیوان خانگی دارید؟"
        self._drafted("size").option_ids[0].with_context(lang="fa_IR").name = "کوچک"
        self.form.action_publish()
        self.assertEqual(self.pet.with_context(lang="fa_IR").label, "حیوان خانگی دارید؟")
        self.assertEqual(self.pet.label, "A pet?")
        self.assertEqual(self.size.option_ids[0].with_context(lang="fa_IR").name, "کوچک")

    def test_what_a_published_form_may_not_be_is_refused_and_kept(self):
        form = self._registration(company_id=self.company.id)
        form.builder_state()
        draft = form._draft()
        draft.field_ids.filtered(lambda field: field.maps_to in ("phone", "email")).unlink()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            form.action_publish()
        draft.field_ids.unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            form.action_publish()
        self.assertTrue(form.field_ids)

    def test_a_field_with_answers_keeps_its_type_in_the_draft_too(self):
        self._send(self.form, {"pet": "yes", "its_name": "Rex"})
        self.form.builder_state()
        with self.assertRaises(ValidationError):
            self._drafted("its_name").kind = "number"

    def test_changes_are_for_managers(self):
        for method in ("action_discard_changes", "builder_state", "action_publish"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.form.with_user(self.user), method)()


@tagged("post_install", "-at_install")
class TestDraftPage(ChangesCase, PageCase):
    """The draft is seen in the preview and nowhere else."""

    def test_visitors_see_what_is_published(self):
        self.form.builder_state()
        self._drafted("pet").label = "Not yet"
        draft = self.form._draft()
        self.assertNotIn("Not yet", self.url_open(f"/f/{self.form.slug}").text)
        for address in (f"/f/{draft.slug}", f"/f/{draft.slug}/preview", f"/f/{draft.slug}/embed"):
            self.assertEqual(self.url_open(address).status_code, 404, address)
        self.authenticate("admin", "admin")
        self.assertEqual(self.url_open(f"/f/{draft.slug}").status_code, 404)
        self.env.ref("base.user_admin").company_ids |= self.company
        self.assertIn("Not yet", self.url_open(f"/f/{draft.slug}/preview").text)
