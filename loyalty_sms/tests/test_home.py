from odoo.tests import tagged

from ..tools.outcome import unknown
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestHome(SmsCase):
    """C17, S3, S11: what SMS leaves to people stands on the home page."""

    def _tasks(self, user):
        return {item["label"]: item for item in self.env["club.home"].with_user(user).block("tasks")["items"]}

    def test_what_waits(self):
        self._enqueue()
        self._dispatch(lambda gateway, attempt: unknown("Read timed out."))
        tasks = self._tasks(self.manager)
        waiting = self.env["loyalty.sms.message"].search_count([("state", "=", "unknown")])
        self.assertEqual(tasks["Messages whose outcome is unknown"]["value"], str(waiting))
        self.assertGreaterEqual(waiting, 1)
        self.assertNotIn("Messages whose outcome is unknown", self._tasks(self.user), "users do not decide")

    def test_gateway_that_is_ill(self):
        gateway = self.env["loyalty.sms.gateway"].search([], limit=1)
        self.assertNotIn("SMS gateways that need a look", self._tasks(self.manager))
        gateway.health = "down"
        self.assertEqual(self._tasks(self.manager)["SMS gateways that need a look"]["value"], "1")
