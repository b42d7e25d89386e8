"""F15: how visitors get on with a form."""

from odoo.tests import tagged

from .test_form_page import PageCase


@tagged("post_install", "-at_install")
class TestBehaviour(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._form(
            [{"kind": "text", "alias": "name"}, {"kind": "text", "alias": "city"}, {"kind": "text", "alias": "job"}],
            slug="behaviour-test",
            company_id=cls.company.id,
        )

    def _beat(self, token, alias=None, field=None):
        data = {"token": token, "field": field or self._field(self.form, alias).key}
        return self.url_open("/f/behaviour-test/seen", data=data)

    def _visits(self):
        self.env.invalidate_all()
        return self.env["loyalty.form.visit"].search([("form_id", "=", self.form.id)], order="id")

    def test_from_opening_to_sending(self):
        tokens = [self._token(self.form) for _visit in range(4)]
        self.assertEqual(self._beat(tokens[1], "name").status_code, 204)
        self._beat(tokens[2], "name")
        self._beat(tokens[2], "city")
        self._beat(tokens[3], "job")
        self._thanks(self._post(self.form, {"name": "Sara"}, token=tokens[3]))
        visits = self._visits()
        self.assertEqual(visits.mapped("outcome"), ["view", "start", "start", "sent"])
        self.assertEqual(visits[2].field_id, self._field(self.form, "city"))
        self.assertGreaterEqual(visits[3].seconds, 0)
        steps, seconds = self.form._behaviour()
        self.assertEqual([step["count"] for step in steps], [4, 3, 3, 2, 1, 1])
        self.assertEqual([step["left"] for step in steps[2:5]], [1, 1, 0])
        self.assertIsNotNone(seconds)
        self.assertEqual(self.form.completion_rate, 25)
        self.assertIn("o_loyalty_behaviour", self.form.behaviour_chart)
        self.assertIn("Nobody", self._form([{"kind": "text"}]).behaviour_chart)

    def test_nothing_about_the_visitor_is_kept_and_nothing_is_set(self):
        response, page = self._get(self.form)
        self._beat(page.xpath("//input[@name='token']/@value")[0], "name")
        self.assertNotIn("session_id", response.headers.get("Set-Cookie", ""))
        self.env.cr.execute("SELECT * FROM loyalty_form_visit WHERE form_id = %s", [self.form.id])
        self.assertNotIn("127.0.0.1", str(self.env.cr.fetchall()))

    def test_bad_beats_count_nothing(self):
        token = self._token(self.form)
        for bad in ("", "AAAA", token[:-3]):
            self.assertEqual(self._beat(bad, "name").status_code, 204)
        self.assertEqual(self._visits().outcome, "view")
        self._beat(token, field="'; DROP TABLE x; --" * 20)
        self.assertEqual((self._visits().outcome, self._visits().field_id.id), ("start", False))
        self.assertEqual(self.url_open("/f/behaviour-test/seen", data={"token": "x" * 10_000}).status_code, 413)

    def test_one_page_is_counted_a_bounded_number_of_times(self):
        visit = self.env["loyalty.form.visit"]
        visit._opened(self.form, "nonce-b", "203.0.113.1")
        for _beat in range(70):
            visit._reached(self.form, "nonce-b", "x")
        self.assertEqual(self._visits().beats, 60)
        visit._opened(self.form, "nonce-b", "203.0.113.1")
        self.assertEqual(len(self._visits()), 1)
        for number in range(70):
            visit._opened(self.form, f"nonce-{number}", "203.0.113.2")
        self.assertEqual(len(self._visits()), 61)
