import json
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..tools import document
from .common import ALL_KINDS, FormsCase


@tagged("post_install", "-at_install")
class TestFormDocument(FormsCase):
    """F1: forms as files, templates and versions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")

    def _import(self, data):
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        return self.env["loyalty.form"]._from_document(content)

    def test_every_template_makes_a_form_in_both_languages(self):
        templates = self.env["loyalty.form"]._templates()
        self.assertLessEqual(
            {"registration", "warranty", "feedback", "complaint", "nps", "order_survey", "contest"}, set(templates)
        )
        for name, template in templates.items():
            with self.subTest(template=name):
                form = self.env["loyalty.form"]._from_template(name)
                self.assertFalse(form.is_published)
                self.assertEqual(len(form.field_ids), len(template["fields"]))
                self.assertFalse(form.text_warning)
                english, persian = (
                    [form.with_context(lang=lang).name, *form.with_context(lang=lang).field_ids.mapped("label")]
                    for lang in ("en_US", "fa_IR")
                )
                self.assertFalse(set(english) & set(persian))
                thanks = form.with_context(lang="fa_IR").thank_text
                self.assertNotEqual(str(form.with_context(lang="en_US").thank_text), str(thanks))
                form.action_publish()

    def test_what_is_exported_comes_back_the_same(self):
        form = self.env["loyalty.form"]._from_template("complaint")
        exported = form._document()
        again = self._import(exported)
        self.assertEqual(again._document(), exported)
        self.assertFalse(set(again.field_ids.mapped("key")) & set(form.field_ids.mapped("key")))
        self.assertEqual(form.action_export()["type"], "ir.actions.act_url")

    def test_what_ties_a_form_to_its_shop_is_not_exported(self):
        form = self._form([{"kind": "text", "alias": "name"}], embed_sites="https://a.example")
        form.notify_user_ids = self.user
        self.assertNotIn("a.example", json.dumps(form._document()))
        self.assertNotIn(self.user.name, json.dumps(form._document()))

    def test_hostile_files_are_refused_and_make_nothing(self):
        good = self.env["loyalty.form"]._from_template("nps")._document()

        def changed(**changes):
            return {**good, **changes}

        def field(**values):
            return changed(fields=[{"kind": "text", "label": {"en_US": "a"}, **values}])

        before = self.env["loyalty.form"].search_count([])
        bad = [
            b"", b"\xff\xfe",
            b"[" * 100_000, b"{" * 100_000, b'{"a": NaN}', b" " * (document.MOST_BYTES + 1), b"<xml/>",
            [], {}, changed(format="x"), changed(version=2), changed(form=[]), changed(fields={}),
            changed(fields=[{"kind": "text", "label": {"en_US": "a"}}] * 201),
            changed(form={**good["form"], "is_published": True}),
            changed(form={**good["form"], "company_id": 1}),
            changed(form={**good["form"], "name": "text"}),
            changed(form={**good["form"], "purpose": "evil"}),
            changed(form={**good["form"], "purpose": {"$ne": 1}}),
            field(kind="telepathy"), field(kind="kind"), field(kind="../../etc"), field(key="f123"),
            field(label={"en_US": "a" * 30_000}), field(label={"../x": "a"}), field(label={}), field(required="yes"),
            field(max_length=-1), field(max_length=True), field(min_length=1e9), field(alias="a b; DROP"),
            field(maps_to="password"), field(pattern={"a": 1}), field(options=[{"en_US": 7}]),
            field(options=[{"en_US": "x"}] * 201), field(default_value="\x00"),
            field(conditions=[{"subject": 0, "operator": "filled"}]), field(conditions=[{"subject": -1}]),
            field(conditions=[{"subject": "0"}]), field(conditions="all"), field(width="double"),
        ]  # fmt: skip
        for data in bad:
            with self.subTest(data=str(data)[:80]), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._import(data)
        self.assertEqual(self.env["loyalty.form"].search_count([]), before)

    def test_what_is_wrong_is_said_in_the_readers_language(self):
        data = {**self.env["loyalty.form"]._from_template("nps")._document()}
        data["fields"] = [{"kind": "telepathy", "label": {"en_US": "a"}}]
        persian = self.env["loyalty.form"].with_context(lang="fa_IR")
        create = patch.object(type(persian), "create", autospec=True, side_effect=type(persian).create)
        with create as create, self.assertRaises(ValidationError), self.env.cr.savepoint():
            persian._from_document(json.dumps(data).encode())
        self.assertEqual([call.args[0].env.lang for call in create.call_args_list], ["en_US", "fa_IR"])

    def test_scripts_in_a_file_never_run(self):
        bad = "<p>Hi</p><script>alert(1)</script><img src=x onerror=alert(1)>"
        form = self._import(
            {
                "format": document.FORMAT,
                "version": 1,
                "form": {"name": {"en_US": "a"}, "intro": {"en_US": bad, "fa_IR": bad}},
                "fields": [{"kind": "consent", "label": {"en_US": "<b>a</b>"}, "content": {"en_US": bad}}],
            }
        )
        for lang in ("en_US", "fa_IR"):
            texts = f"{form.with_context(lang=lang).intro}{form.field_ids.with_context(lang=lang).content}"
            self.assertNotIn("<script", texts)
            self.assertNotIn("onerror", texts)

    def test_only_managers_import(self):
        content = json.dumps(self.env["loyalty.form"]._from_template("nps")._document()).encode()
        with self.assertRaises(AccessError):
            self.env["loyalty.form"].with_user(self.user)._from_document(content)

    # versions
    def test_an_entry_knows_what_it_answered(self):
        form = self._form(
            [
                {"kind": "text", "alias": "name", "label": "Your name"},
                {"kind": "choice", "alias": "size", "label": "Size", "options": ["Small", "Large"]},
                {"kind": "choices", "alias": "genres", "options": ["Novels", "Poems"]},
                {"kind": "number", "alias": "age"},
            ]
        )
        size, genres = self._field(form, "size"), self._field(form, "genres")
        answers = {"size": size.option_ids[0].key, "genres": genres.option_ids.mapped("key"), "age": "33"}
        first = self._send(form, {"name": "Sara", **answers})
        second = self._send(form, {"name": "Reza"})
        self.assertEqual(first.version_id, second.version_id)
        self._field(form, "name").label = "Full name"
        third = self._send(form, {"name": "Mina"})
        self.assertEqual((first.version_id.number, third.version_id.number), (1, 2))
        (size | self._field(form, "age")).unlink()
        genres.option_ids[0].unlink()
        for shown in ("Small", "Novels، Poems", "<td>33</td>"):
            self.assertIn(shown, first.as_answered, "as it was answered, not as it was stored")
        self.assertIn("Your name", first.as_answered)
        self.assertIn("Size", first.as_answered)
        self.assertIn("Full name", third.as_answered)
        self.assertEqual(first.version_id.entry_count, 2)

    def test_a_version_can_become_a_form_again(self):
        form = self._form([{"kind": "text", "alias": "name"}])
        version = self._send(form, {"name": "Sara"}).version_id
        form.field_ids.unlink()
        again = self.env["loyalty.form"].browse(version.action_restore()["res_id"])
        self.assertEqual(again.field_ids.mapped("alias"), ["name"])
        self.assertFalse(again.is_published)

    def test_what_was_typed_never_becomes_markup(self):
        form = self._form([{"kind": "text", "alias": "name"}])
        entry = self._send(form, {"name": "<script>x</script>"})
        self.assertIn("&lt;script&gt;", entry.as_answered)

    # builder
    def test_builder_steps(self):
        form = self._form([{"kind": "text", "alias": "a"}, {"kind": "text", "alias": "b"}], is_published=False)
        first, second = form.field_ids
        added = form.builder_add("choice", 1)
        self.assertEqual(form.field_ids.sorted("sequence").ids, [first.id, added, second.id])
        self.assertEqual(len(self.env["loyalty.form.field"].browse(added).option_ids), 2)
        copied = form.builder_copy_field(first.id)
        self.assertEqual(form.field_ids.sorted("sequence").ids, [first.id, copied, added, second.id])
        form.builder_order([added, second.id, 999_999_999, first.id, copied])
        form.invalidate_recordset()
        self.assertEqual(form.field_ids.ids, [added, second.id, first.id, copied])
        state = form.builder_state()
        self.assertEqual([field["id"] for field in state["fields"]], form.field_ids.ids)
        offered = {kind["kind"] for shelf in state["shelf"].values() for kind in shelf}
        self.assertLessEqual(set(ALL_KINDS), offered)

    def test_a_field_is_added_above_one_with_a_condition(self):
        form = self._form(
            [{"kind": "yesno", "alias": "pet"}, {"kind": "text", "alias": "its_name"}], is_published=False
        )
        pet, its_name = form.field_ids
        self.env["loyalty.form.field.condition"].create(
            {"field_id": its_name.id, "subject_id": pet.id, "operator": "is", "value": "yes"}
        )
        for place in (0, 1, 4):
            added = form.builder_add("text", place)
            self.assertEqual(form.field_ids.sorted("sequence").ids.index(added), min(place, len(form.field_ids) - 1))
        others = [field.id for field in form.field_ids - pet - its_name]
        form.builder_order([pet.id, its_name.id, *others])
        self.assertEqual(form.field_ids.sorted("sequence").ids[:2], [pet.id, its_name.id])
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            form.builder_order([its_name.id, pet.id, *others])

    def test_every_kind_can_be_added_in_the_builder(self):
        form = self._form([], is_published=False)
        for number, kind in enumerate(ALL_KINDS):
            form.builder_add(kind, number)
        self.assertEqual(form.field_ids.sorted("sequence").mapped("kind"), ALL_KINDS)
        with self.assertRaises(ValidationError):
            form.builder_add("telepathy", 0)

    def test_the_builder_is_for_managers(self):
        form = self._form([{"kind": "text"}])
        for method, args in (("builder_state", ()), ("builder_add", ("text", 0)), ("builder_order", ([],))):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(form.with_user(self.user), method)(*args)

    def test_the_wizard_starts_each_way(self):
        Start = self.env["loyalty.form.start"]
        self.assertEqual(
            Start.create({"source": "template", "template": "nps"}).action_start()["type"], "ir.actions.client"
        )
        self.assertTrue(Start.create({"source": "empty", "name": "Mine"}).action_start())
        with self.assertRaises(ValidationError):
            Start.create({"source": "file", "file": "AAAA"}).action_start()
