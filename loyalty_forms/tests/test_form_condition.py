"""Segments by form answers (C11), and answers to surveys by SMS."""

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import FormsCase
from .test_survey import SurveyCase


@tagged("post_install", "-at_install")
class TestFormCondition(FormsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form([{"kind": "phone", "alias": "mobile"}, {"kind": "rating", "alias": "stars"}])
        cls.sara = cls._customer(phone="+989121234567")
        cls.reza = cls._customer("Reza", phone="+989121234568")
        cls.kind = cls.env["club.segment.condition.form_answer"]
        for mobile, stars in [("09121234567", "5"), ("09121234567", "1"), ("09121234568", "2")]:
            cls._send(cls.form, {"mobile": mobile, "stars": stars})

    def _who(self, **params):
        params = self.kind._check_params({"form_ids": self.form.ids, **params})
        found = self.env["res.partner"].search(
            self.kind._domain(params) & fields.Domain("id", "in", (self.sara | self.reza).ids)
        )
        return found, self.kind._explain(params)

    def test_who_answered_what(self):
        stars = f"answers.{self._field(self.form, 'stars').key}"
        self.assertEqual(self._who()[0], self.sara | self.reza)
        self.assertEqual(self._who(min_count=2)[0], self.sara)
        self.assertEqual(self._who(domain=f"[('{stars}', '>=', 4)]")[0], self.sara)
        self.assertEqual(self._who(domain=f"[('{stars}', '=', 2)]")[0], self.reza)
        self.assertEqual(self._who(has="not_sent", domain=f"[('{stars}', '>=', 4)]")[0], self.reza)
        entry = self.env["loyalty.form.entry"].search([("partner_id", "=", self.reza.id)])
        entry.submitted_at = fields.Datetime.subtract(fields.Datetime.now(), days=40)
        self.assertEqual(self._who(days=30)[0], self.sara)
        entry.action_spam()
        found, words = self._who()
        self.assertEqual(found, self.sara)
        self.assertIn("Test", words)

    def test_filters_run_nothing_and_rights_hold(self):
        for bad in ("__import__('os')", "[('nope', '=', 1)]", "[", "{}"):
            with self.assertRaises(ValidationError):
                self._who(domain=bad)
        with self.assertRaises(ValidationError):
            self.kind._check_params({})
        params = self.kind._check_params({"form_ids": self.form.ids})
        with self.assertRaises(AccessError):
            self.kind.with_user(self.outsider)._domain(params)


@tagged("post_install", "-at_install")
class TestSurveyBySms(SurveyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._survey(accepts_digits=True)
        cls.sara = cls._customer(phone="+989121234567")
        cls._order(cls.sara, 4)
        cls.survey._find_orders()
        cls.survey.invite_ids._send()
        cls.keywords = cls.env["club.inbound.keyword.kind"]

    def _text(self, text):
        kind, match = self.keywords._find(text)
        return kind if kind is None else kind._answer(self.sara, self.sara.phone_sanitized, match, self.company)

    def test_a_number_answers_once(self):
        self.assertIn("0", self._text("42"), "the range is named")
        self.assertIn("Thank you", self._text("0"))
        entry = self.survey.invite_ids.entry_id
        self.assertEqual((entry.nps, entry.channel, entry.partner_id), (0, "sms", self.sara))
        self.assertIsNone(self._text("9"))
        self.assertEqual(self.env["loyalty.form.entry"].search_count([("form_id", "=", self.form.id)]), 1)

    def test_other_texts_and_old_questions_are_left_alone(self):
        self.assertFalse(self.keywords._find("9 of 10")[0])
        self.survey.invite_ids.sent_at = fields.Datetime.subtract(fields.Datetime.now(), days=8)
        self.assertIsNone(self._text("9"))
