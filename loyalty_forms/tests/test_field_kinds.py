import json
from datetime import timedelta

from werkzeug.datastructures import MultiDict

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..tools.errors import AnswerError
from .common import ALL_KINDS, FormsCase

HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE loyalty_form; --",
    "\x00\x01\x1f",
    "a" * 1_000_000,
    "9" * 1_000_000,
    "nan",
    "inf",
    "1e999",
    "-1",
    "۱۲۳۴۵۶۷۸۹۰" * 5,
    "٠" * 40,
    "\u202e\u200b\u200d",
    "\ud800",
    "{{name}}",
    "${7*7}",
    "=1+1",
    "javascript:alert(1)",
    "http://[::1",
    "1405/13/45",
    "0000-00-00",
    "99:99",
    "²³",
    "½",
    "\U0001f600" * 1000,
    "a@b@c",
    "\r\nBcc: x@example.com",
]


@tagged("post_install", "-at_install")
class TestFieldKinds(FormsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "UTC"
        cls.form = cls._form(
            [
                {"kind": kind, "alias": kind, **({"options": ["Red", "Blue"]} if kind in OPTIONS else {})}
                for kind in ALL_KINDS
            ]
        )

    def _clean(self, alias, raw, **values):
        field = self._field(self.form, alias)
        if values:
            field.write(values)
        return field._answer(raw)

    def _assert_refused(self, alias, raw, **values):
        with self.assertRaises(AnswerError) as caught:
            self._clean(alias, raw, **values)
        self.assertTrue(str(caught.exception))

    # F2
    def test_contract_of_every_kind(self):
        kinds = dict(self.env["loyalty.form.field"]._selection_kind())
        self.assertLessEqual(set(ALL_KINDS), set(kinds))
        for name, label in kinds.items():
            with self.subTest(kind=name):
                kind = self.env[f"loyalty.form.field.{name}"]
                field = self._field(self.form, name)
                self.assertTrue(label)
                self.assertTrue(self.env.ref(kind._template))
                definition = kind._property_definition(field)
                self.assertEqual(definition["name"], field.key)
                json.dumps(definition)
                self.assertEqual(kind._display(None, field), "")
                self.assertEqual(field._page_values("", None)["name"], field.key)
                self.assertIn(kind._layout, ("label", "group", "bare"))

    def test_hostile_input_is_refused_or_made_harmless(self):
        for field in self.form.field_ids:
            kind = field._kind()
            for text in HOSTILE:
                for params in (
                    MultiDict({field.key: text}),
                    MultiDict([(field.key, text)] * 1000) if len(text) < 100 else MultiDict({field.key: text}),
                    MultiDict({f"{field.key}_{part}": text for part in ("street", "city", "zip", "state")}),
                ):
                    with self.subTest(kind=field.kind, text=text[:30]):
                        typed = field._typed(params)
                        self.assertLess(len(str(typed)), 20_000)
                        field._page_values(typed, "error")  # what was typed can always be shown again
                        try:
                            value = field._answer(typed)
                        except AnswerError as error:
                            self.assertTrue(str(error))
                            continue
                        stored = json.dumps(value)
                        self.assertNotIn("\\u0000", stored)
                        self.assertNotIn("\\ud800", stored)
                        self.assertLessEqual(len(str(value)), 4 * kind._max_length)
                        kind._display(value, field)

    def test_wrong_types_are_refused(self):
        for field in self.form.field_ids.filtered(lambda field: field._kind()._is_input):
            for raw in (["a", "b"], {"a": 1}, 7, b"x"):
                with self.subTest(kind=field.kind, raw=raw), self.assertRaises(AnswerError):
                    field._answer(raw)

    def test_what_is_stored_is_what_the_definition_says(self):
        good = {
            "text": "Sara", "paragraph": "a\nb", "email": "sara@example.com", "phone": "۰۹۱۲۱۲۳۴۵۶۷", "number": "۱۲٫۵",
            "price": "1,250", "date": "1405/09/02", "time": "۹:۰۵", "yesno": "no", "url": "example.com",
            "address": ["تهران", "تهران", "ولیعصر ۱۲", "۱۲۳۴۵۶۷۸۹۰"], "rating": "۵", "nps": "0", "consent": "yes",
            "hidden": "mehr",
            "date_time": ["۱۴۰۵/۰۹/۰۲", "۱۴:۳۰"], "list": [["یک", "دو"], ["", ""]], "signature": ["", "سارا"],
            "choice": self._field(self.form, "choice").option_ids[0].key,
            "dropdown": self._field(self.form, "dropdown").option_ids[1].key,
            "choices": self._field(self.form, "choices").option_ids.mapped("key"),
        }  # fmt: skip
        entry = self._send(self.form, good)
        aliases = {field.key: field.alias for field in self.form.field_ids}
        answers = {aliases[key]: value for key, value in entry._stored_answers().items()}
        self.assertEqual(answers.keys(), good.keys())
        self.assertEqual(answers["phone"], "+989121234567")
        self.assertEqual(answers["number"], 12.5)
        self.assertEqual(answers["price"], 1250)
        self.assertEqual(answers["date"], "2026-11-23")
        self.assertEqual(answers["time"], "09:05")
        self.assertEqual(answers["nps"], 0)
        self.assertEqual(answers["date_time"], "2026-11-23 14:30:00")
        self.assertEqual(answers["list"], "یک | دو")
        self.assertEqual(answers["url"], "https://example.com")
        self.assertIn("1234567890", answers["address"])

    def test_ranges_lengths_and_patterns(self):
        self._assert_refused("number", "4", minimum="۵")
        self._assert_refused("number", "11", maximum="10")
        self.assertEqual(self._clean("number", "7"), 7)
        self._assert_refused("date", "1400/01/01", minimum="1401/01/01")
        self._assert_refused("text", "abcdef", max_length=5)
        self._assert_refused("text", "ab", min_length=3)
        self._assert_refused("text", "abcd", pattern="AA-99")
        self.assertEqual(self._clean("text", "ab-۱۲"), "ab-۱۲")
        self._assert_refused("price", "-5")
        self._assert_refused("nps", "11")
        self._assert_refused("rating", "0")

    def test_required_is_checked_on_the_server(self):
        for kind in ALL_KINDS:
            field = self._field(self.form, kind)
            field.required = True
            if field._kind()._is_input and "required" in field._kind()._abilities:
                with self.subTest(kind=kind), self.assertRaises(AnswerError):
                    field._answer(field._typed(MultiDict()))

    def test_a_mobile_must_be_a_mobile(self):
        self.assertEqual(self._clean("phone", "02188776655"), "+982188776655")
        self._assert_refused("phone", "02188776655", maps_to="phone")

    def test_birthdays_are_in_the_past(self):
        tomorrow = fields.Date.today() + timedelta(days=2)
        self._assert_refused("date", str(tomorrow), maps_to="birthday")

    def test_no_string_runs_in_an_address_of_the_web(self):
        for text in ("javascript:alert(1)", "data:text/html,x", "https://", "http://a b.com", 'https://x.com/"onload='):
            self._assert_refused("url", text)

    def test_setup_that_makes_no_sense(self):
        for kind, values in [("number", {"minimum": "many"}), ("date", {"maximum": "soon"}), ("choice", {})]:
            with self.subTest(kind=kind), self.assertRaises(ValidationError):
                self._form([{"kind": kind, **values}])

    def test_unknown_kind_is_refused(self):
        with self.assertRaises(ValidationError):
            self._form([{"kind": "telepathy"}])


OPTIONS = ("choice", "dropdown", "choices")
