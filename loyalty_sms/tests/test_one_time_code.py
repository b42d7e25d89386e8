from unittest.mock import patch

from odoo.tests import tagged

from ..models.loyalty_sms_message import WIPED
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestOneTimeCode(SmsCase):
    """S10: codes go through the outbox, first, at once, and are not kept."""

    def test_code_leaves_at_once_and_is_wiped(self):
        dispatcher = self.env.registry["loyalty.sms.dispatcher"]
        with self.enter_registry_test_mode(), patch.object(dispatcher, "_run_after_commit") as run:
            token = self.env["club.one.time.code"]._issue("test", "09121234567", "10.0.0.9")
        message = self.env["loyalty.sms.message"].search([("purpose", "=", "code")])
        self.assertEqual(run.call_args.args[0], message.ids, "by the commit, not by the scheduler")
        self.assertTrue(run.call_args.kwargs["background"], "the request does not wait")
        self.assertFalse(self.env["sms.sms"].search([("number", "=", message.number)]), "Odoo keeps no copy")
        self.assertEqual(message.priority, 0)
        self._dispatch()
        code = "".join(char for char in self.sent[0][2] if char.isdigit())
        self.assertEqual((message.state, message.body), ("accepted", WIPED))
        with self.enter_registry_test_mode():
            self.assertTrue(self.env["club.one.time.code"]._verify(token, "+989121234567", code))
