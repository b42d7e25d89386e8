from odoo import fields
from odoo.tests import Form, tagged

from ..tools.outcome import GATEWAY, accepted, rejected, unknown
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestRoutes(SmsCase):
    """S2: by price, prefix and health; a gateway that fails is tried by one message before all of them."""

    def setUp(self):
        super().setUp()
        self.gateway.price = 900
        self.cheap = self._gateway("Cheap", sequence=20, price=400)

    def _route(self, **values):
        lines = [(0, 0, {"gateway_id": gateway.id}) for gateway in (self.gateway, self.cheap)]
        return self.env["loyalty.sms.route"].create({"name": "Route", "line_ids": lines, **values})

    def _later(self):
        """The time has come to try again."""
        past = fields.Datetime.subtract(fields.Datetime.now(), seconds=1)
        self.env["loyalty.sms.gateway"].search([("retry_at", "!=", False)]).retry_at = past
        self.env["loyalty.sms.message"].search([("state", "=", "queued")]).send_after = False

    def test_cheapest_first(self):
        self._route(cheapest_first=True)
        self._enqueue()
        self._dispatch()
        self.assertEqual([row[0] for row in self.sent], [self.cheap.id])

    def test_tester_says_which_and_why(self):
        self._route(prefix="+98912", purpose="marketing", cheapest_first=True)
        with Form(self.env["loyalty.sms.route.test"].with_user(self.user)) as form:
            form.number, form.purpose = "۰۹۱۲۱۲۳۴۵۶۷", "marketing"
            self.assertIn("“Cheap” takes", form.explanation)
            self.assertIn("+98912", form.explanation)
            form.purpose = "service"
            self.assertIn("“First” takes", form.explanation)
            self.gateway.action_pause()
            form.number = "09121234568"
            self.assertIn("“Cheap” takes", form.explanation)
            form.number = "02188776655"
            self.assertIn("not a mobile", form.explanation)

    def test_half_open_lets_one_message_try(self):
        self.cheap.active = False
        messages = [self._enqueue(f"+9891212345{index}0", f"text {index}") for index in range(3)]
        self._dispatch(lambda gateway, attempt: rejected(GATEWAY, "down", failure="sms_server", retry_after=30))
        self.assertLessEqual(len(self.sent), 3)
        self.assertEqual({message.state for message in messages}, {"queued"})
        self._later()
        self._dispatch(lambda gateway, attempt: rejected(GATEWAY, "down", failure="sms_server", retry_after=30))
        self.assertEqual(len(self.sent), 1, "one message probes, the others wait")
        self.assertEqual(self.gateway.trips, 2)
        self.assertGreater(self.gateway.retry_at, fields.Datetime.add(fields.Datetime.now(), seconds=50))
        self._later()
        self._dispatch()
        self.assertEqual({message.state for message in messages}, {"accepted"})
        self.assertEqual((self.gateway.health, self.gateway.trips), ("ready", 0))

    def test_many_doubts_open_the_breaker(self):
        """A provider that does not answer makes a few messages doubtful, not all of them."""
        self.gateway.connections = 1
        for index in range(40):
            self._enqueue(f"+98912123{index:04d}", f"text {index}")
        self._dispatch(lambda gateway, attempt: unknown("time out") if gateway == self.gateway else accepted("1"))
        states = self.env["loyalty.sms.message"].search([("company_id", "=", self.company.id)]).mapped("state")
        self.assertLessEqual(states.count("unknown"), 6)
        self.assertEqual(states.count("unknown") + states.count("accepted"), 40)
        self.assertEqual(self.gateway.health, "down")

    def test_pause_and_resume(self):
        self.cheap.active = False
        self.gateway.with_user(self.manager).action_pause()
        message = self._enqueue()
        self._dispatch()
        self.assertEqual((message.state, len(self.sent)), ("queued", 0))
        self.gateway.with_user(self.manager).action_resume()
        self._dispatch()
        self.assertEqual(message.state, "accepted")

    def test_speed_counts_every_message_of_a_request(self):
        self.gateway.speed_limit = 10
        self.assertEqual(self.gateway._reserve_slots(10), 0)
        self.assertAlmostEqual(self.gateway._reserve_slots(1), 1, delta=0.1)

    def test_evidence_of_the_unknown(self):
        message = self._enqueue()
        self._dispatch(lambda gateway, attempt: unknown("time out"))
        self.assertIn("No delivery report", message.evidence)
