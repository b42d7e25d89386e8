import json

from werkzeug.datastructures import MultiDict

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.errors import AnswerError
from .common import FormsCase


@tagged("post_install", "-at_install")
class TestFieldRules(FormsCase):
    """F3: when a field is asked, what must be unique, and where first values come from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [
                {"kind": "choice", "alias": "bought", "options": ["Book", "Pen"], "required": True},
                {"kind": "number", "alias": "copies", "required": True},
                {"kind": "text", "alias": "title", "required": True},
                {"kind": "text", "alias": "note"},
            ]
        )
        cls.bought = cls._field(cls.form, "bought")
        cls._ask_if(cls._field(cls.form, "copies"), cls.bought, option_ids=cls.bought.option_ids[0])
        cls._ask_if(cls._field(cls.form, "title"), cls._field(cls.form, "copies"), operator="greater", value="۱")

    @classmethod
    def _ask_if(cls, field, subject, operator="is", option_ids=(), **values):
        options = [Command.set([option.id for option in option_ids])]
        return cls.env["loyalty.form.field.condition"].create(
            {"field_id": field.id, "subject_id": subject.id, "operator": operator, "option_ids": options, **values}
        )

    def _check(self, **answers):
        typed = {self._field(self.form, alias).key: text for alias, text in answers.items()}
        found, errors = self.form._check_answers(typed)
        named = {field.key: field.alias for field in self.form.field_ids}
        return {named[key]: value for key, value in found.items()}, {named[key] for key in errors}

    def test_what_is_not_asked_is_neither_required_nor_stored(self):
        book, pen = self.bought.option_ids.mapped("key")
        self.assertEqual(self._check(bought=pen, copies="7", title="smuggled")[1], set())
        self.assertEqual(self._check(bought=pen, copies="7", title="smuggled")[0], {"bought": pen})
        self.assertEqual(self._check(bought=book)[1], {"copies"})
        self.assertEqual(self._check(bought=book, copies="1")[1], set())
        self.assertEqual(self._check(bought=book, copies="2")[1], {"title"})
        answers, errors = self._check(bought=book, copies="2", title="Divan")
        self.assertEqual((answers["title"], errors), ("Divan", set()))

    def test_a_hidden_section_hides_its_fields_and_a_page_its_sections(self):
        form = self._form(
            [
                {"kind": "yesno", "alias": "more"},
                {"kind": "page", "alias": "page"},
                {"kind": "section", "alias": "section"},
                {"kind": "text", "alias": "inside", "required": True},
                {"kind": "page", "alias": "end"},
                {"kind": "text", "alias": "last"},
            ]
        )
        self._ask_if(self._field(form, "page"), self._field(form, "more"), value="Yes")
        more = self._field(form, "more").key
        self.assertEqual([field.alias for field in form._shown_fields({more: "no"})], ["more", "end", "last"])
        self.assertEqual(len(list(form._shown_fields({more: "yes"}))), 6)
        self.assertEqual((form._page_beside(0, {more: "no"}), form._page_beside(0, {more: "yes"})), (2, 1))
        self.assertEqual((form._page_beside(2, {more: "no"}, back=True), form._page_beside(2, {more: "no"})), (0, None))

    def test_any_or_all(self):
        note, copies = self._field(self.form, "note"), self._field(self.form, "copies")
        self._ask_if(note, self.bought, "empty")
        self._ask_if(note, copies, "filled")
        book = self.bought.option_ids[0].key
        answers = {self.bought.key: book, copies.key: 3.0}
        self.assertFalse(note._applies(answers))
        note.condition_mode = "any"
        self.assertTrue(note._applies(answers))
        self.assertIn('"mode": "any"', note._page_values("", None)["conditions"])
        self.assertIn("bought", note._page_values("", None)["condition_note"])

    def test_conditions_that_make_no_sense(self):
        other = self._form([{"kind": "text", "alias": "name"}]).field_ids
        note, copies = self._field(self.form, "note"), self._field(self.form, "copies")
        for field, subject, values in [
            (self.bought, note, {"value": "x"}),  # what comes later
            (note, note, {"value": "x"}),
            (note, other, {"value": "x"}),
            (note, copies, {"value": "many", "operator": "greater"}),
            (note, copies, {"value": ""}),
            (note, self.bought, {"value": "Car"}),
        ]:
            with self.subTest(subject=subject.alias, values=values), self.assertRaises(ValidationError):
                self._ask_if(field, subject, **values)

    def test_a_field_cannot_be_moved_above_what_it_depends_on(self):
        with self.assertRaises(ValidationError):
            self._field(self.form, "copies").sequence = -1

    def test_dates_are_compared_as_they_are_meant(self):
        form = self._form([{"kind": "date", "alias": "day"}, {"kind": "text", "alias": "note"}])
        day = self._field(form, "day")
        condition = self._ask_if(self._field(form, "note"), day, "greater", value="1405/01/01")
        self.assertTrue(condition._holds({day.key: "2026-11-23"}))
        self.assertFalse(condition._holds({day.key: "2020-01-01"}))
        self.assertEqual(condition.with_context(lang="fa_IR")._page_value()["values"], ["1405/01/01"])

    def test_a_copy_looks_at_its_own_fields(self):
        copied = self.form.copy()
        conditions = copied.field_ids.condition_ids
        self.assertEqual(len(conditions), 2)
        self.assertLessEqual(conditions.subject_id, copied.field_ids)
        self.assertLessEqual(conditions.option_ids, copied.field_ids.option_ids)
        self.assertEqual(conditions[0].option_ids.name, "Book")

    # unique
    def test_an_answer_that_may_be_given_once(self):
        form = self._form([{"kind": "text", "alias": "serial", "unique": True}])
        first = self._send(form, {"serial": "AB-۱۲"})
        with self.assertRaises(AnswerError) as caught, self.env.cr.savepoint():
            self._send(form, {"serial": "ab-12"}, nonce="other")
        self.assertEqual(caught.exception.args[1], form.field_ids.key)
        self.assertEqual(form.entry_ids, first)
        self._send(form, {"serial": "AB-13"}, nonce="third")
        self.assertTrue(self._send(form, {"serial": "AB-12"}, nonce="spam", spam=True), "spam takes nothing")
        first.unlink()
        self.assertTrue(self._send(form, {"serial": "AB-12"}, nonce="fourth"))

    def test_unique_may_be_switched_on_later(self):
        form = self._form([{"kind": "text", "alias": "serial"}])
        self._send(form, {"serial": "A1"}, nonce="one")
        self._send(form, {"serial": "A1"}, nonce="two")
        form.field_ids.unique = True
        with self.assertRaises(AnswerError), self.env.cr.savepoint():
            self._send(form, {"serial": "a1"}, nonce="three")

    # first values
    def test_first_values_from_address_and_profile(self):
        form = self._form(
            [
                {"kind": "text", "alias": "name", "maps_to": "name", "default_value": "you"},
                {"kind": "phone", "alias": "mobile"},
                {"kind": "consent", "alias": "agree"},
            ]
        )
        name, mobile, agree = form.field_ids.mapped("key")
        sara = self._customer("Sara", phone="+989121234567")
        self.assertEqual(form._prefill(MultiDict(), sara)[name], "you", "only where the form says so")
        form.prefill_customer = True
        values = form._prefill(MultiDict({"agree": "yes"}), sara)
        self.assertEqual((values[name], values[agree]), ("Sara", ""))
        self.assertTrue(values[mobile])
        self.assertEqual(form._prefill(MultiDict({"name": "Reza"}), sara)[name], "Reza")
        form.prefill_url = False
        self.assertEqual(form._prefill(MultiDict({"name": "Reza"}), None)[name], "you")

    def test_patterns_cannot_be_slow(self):
        field = self._form([{"kind": "text", "alias": "it", "pattern": "(A+)+$" * 6}]).field_ids
        with self.assertRaises(AnswerError):
            field._answer("a" * 400 + "!")

    def test_conditions_as_json_carry_no_markup(self):
        note = self._field(self.form, "note")
        self._ask_if(note, self._field(self.form, "title"), value='"><script>')
        self.assertEqual(json.loads(note._condition_values())["conditions"][0]["values"], ['"><script>'])
