from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import loyalty_sms_dispatcher
from ..tools.outcome import GATEWAY, MESSAGE, NUMBER, rejected, unknown
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestDispatcher(SmsCase):
    """S2, S3, S4: at most once, over to the next gateway only for certain, and every state on Odoo's own message."""

    def setUp(self):
        super().setUp()
        self.backup = self._gateway("Backup", sequence=20)

    def _notified(self):
        """A message of the chatter with its notification."""
        partner = self._customer(phone="+989121234567")
        message = partner._message_sms("hello")
        return message.notification_ids, self.env["sms.sms"].search([("mail_message_id", "=", message.id)])

    def test_accepted_then_delivered_shows_on_odoos_own(self):
        notification, sms = self._notified()
        self.assertEqual(notification.notification_status, "process")
        self._dispatch()
        self.assertEqual((sms.state, notification.notification_status), ("pending", "pending"))
        message = self._message(sms)
        message._apply_report(message.attempt_ids, "delivered")
        self._dispatch()
        self.assertEqual((message.state, sms.state, notification.notification_status), ("delivered", "sent", "sent"))

    def test_refused_message_goes_to_the_next_gateway(self):
        notification, sms = self._notified()
        message = self._message(sms)
        self._dispatch(lambda gateway, attempt: rejected(MESSAGE, "filtered", "14"))
        self.assertEqual([row[0] for row in self.sent], [self.gateway.id, self.backup.id])
        self.assertEqual((message.state, message.reason), ("failed", "filtered"))
        self.assertEqual((sms.state, sms.to_delete, notification.notification_status), ("error", False, "exception"))

    def test_impossible_number_fails_without_asking_others(self):
        sms = self._notified()[1]
        self._dispatch(lambda gateway, attempt: rejected(NUMBER, "bad", failure="sms_number_format"))
        self.assertEqual(len(self.sent), 1)
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_number_format"))

    def test_gateway_out_of_order_loses_nothing(self):
        message = self._enqueue()
        self._dispatch(lambda gateway, attempt: rejected(GATEWAY, "no credit", failure="sms_credit"))
        self.assertEqual(len(self.sent), 2)
        self.assertEqual((message.state, self.gateway.health, self.backup.health), ("queued", "attention", "attention"))
        self.assertTrue(message.send_after)
        self.gateway.with_user(self.manager).action_retry()
        self._dispatch()
        self.assertEqual([row[0] for row in self.sent], [self.gateway.id])
        self.assertEqual((message.state, self.gateway.health), ("accepted", "ready"))

    def test_unknown_is_never_repeated_on_a_guess(self):
        message = self._enqueue()
        self._dispatch(lambda gateway, attempt: unknown("time out"))
        self.assertEqual((message.state, len(self.sent)), ("unknown", 1))
        self._dispatch()
        self.assertFalse(self.sent)
        message._apply_report(message.attempt_ids, "accepted")
        self.assertEqual(message.state, "accepted")

    def test_the_stage_follows_every_state(self):
        message, later = self._enqueue(), fields.Datetime.now() + timedelta(hours=1)
        for state, send_after, stage in (
            ("queued", False, "open"),
            ("claimed", False, "open"),
            ("submitting", False, "open"),
            ("queued", later, "waiting"),
            ("held", later, "waiting"),
            ("unknown", False, "unknown"),
            ("accepted", False, None),
            ("failed", False, None),
            ("canceled", later, None),
        ):
            message.write({"state": state, "send_after": send_after})
            found = [
                name for name in ("open", "waiting", "unknown") if message.search([("stage", "=", name)]) == message
            ]
            self.assertEqual(found, [stage] if stage else [], (state, send_after))

    @mute_logger("odoo.addons.loyalty_sms.models.loyalty_sms_dispatcher")
    def test_error_in_an_adapter_leaves_a_doubt_and_no_secret(self):
        message = self._enqueue()

        def fail(gateway, attempt):
            raise RuntimeError(f"http://x/?password={gateway.password}")

        self._dispatch(fail)
        self.assertEqual(message.state, "unknown")
        self.assertNotIn("the-password", message.reason + message.attempt_ids.reason)

    def test_person_decides_about_unknown(self):
        first, second = self._enqueue(), self._enqueue("+989121234568")
        self._dispatch(lambda gateway, attempt: unknown("time out"))
        first.with_user(self.user).action_mark_sent()
        self.assertEqual((first.state, first.decided_by_id), ("accepted", self.user))
        second.with_user(self.user).action_send_again()
        self._dispatch()
        self.assertEqual([row[1] for row in self.sent], [second.number])
        with self.assertRaises(UserError):
            second.with_user(self.user).action_send_again()

    def test_late_report_of_the_first_try_stops_the_second(self):
        message = self._enqueue()
        self._dispatch(lambda gateway, attempt: unknown("time out"))
        message.with_user(self.user).action_send_again()
        message._apply_report(message.attempt_ids, "delivered")
        self._dispatch()
        self.assertFalse(self.sent)
        self.assertEqual(message.state, "delivered")

    def test_network_refusal_after_acceptance_fails_over(self):
        message = self._enqueue()
        self._dispatch()
        message._apply_report(message.attempt_ids, "rejected", "NACK")
        self.assertEqual(message.state, "queued")
        self._dispatch()
        self.assertEqual([row[0] for row in self.sent], [self.backup.id])
        self.assertEqual(message.state, "accepted")

    def test_failure_report_after_delivery_changes_nothing(self):
        message = self._enqueue()
        self._dispatch()
        for state in ("delivered", "failed", "accepted", "rejected"):
            message._apply_report(message.attempt_ids, state)
        self.assertEqual((message.state, message.attempt_ids.state), ("delivered", "delivered"))

    def test_dead_dispatcher(self):
        """Claimed goes back to the queue; what was being handed over is unknown."""
        claimed, submitting = self._enqueue(), self._enqueue("+989121234568")
        attempt = self.env["loyalty.sms.attempt"].create(
            {"message_id": submitting.id, "gateway_id": self.gateway.id, "number": submitting.number}
        )
        alive = fields.Datetime.add(fields.Datetime.now(), hours=1)
        claimed.write({"state": "claimed", "claimed_by": "1/1", "lease_until": alive})
        submitting.write({"state": "submitting", "claimed_by": "1/1", "lease_until": alive})
        self._dispatch()
        self.assertEqual([row[1] for row in self.sent], [claimed.number])
        self.assertEqual((claimed.state, submitting.state, attempt.state), ("accepted", "unknown", "unknown"))

    def test_code_is_repeated_and_forgotten(self):
        message = self._enqueue(body="code 12345", purpose="code")
        self._dispatch(lambda gateway, attempt: unknown("time out"))
        self.assertEqual(message.state, "queued")
        message.send_after = fields.Datetime.now()
        self._dispatch()
        self.assertEqual((len(self.sent), message.state), (1, "accepted"))
        self.assertNotIn("12345", message.body)

    def test_too_old_is_not_sent(self):
        message = self._enqueue(purpose="code")
        message.queued_at = fields.Datetime.subtract(fields.Datetime.now(), hours=2)
        self._dispatch()
        self.assertFalse(self.sent)
        self.assertEqual((message.state, message.failure_type), ("failed", "sms_expired"))

    def test_routes_choose_the_gateway(self):
        self.env["loyalty.sms.route"].create(
            {
                "name": "Advertising",
                "purpose": "marketing",
                "line_ids": [(0, 0, {"gateway_id": self.backup.id}), (0, 0, {"gateway_id": self.gateway.id})],
            }
        )
        self._enqueue(purpose="marketing")
        self._enqueue("+989121234568")
        self._dispatch()
        self.assertEqual(
            {row[1]: row[0] for row in self.sent},
            {"+989121234567": self.backup.id, "+989121234568": self.gateway.id},
        )

    def test_speed_limit_spaces_messages(self):
        self.gateway.speed_limit = 10
        waits = [self.gateway._reserve_slots() for _index in range(4)]
        self.assertEqual(waits[0], 0)
        self.assertAlmostEqual(waits[3], 0.3, delta=0.1)

    def test_resend_in_odoos_own_list(self):
        sms = self._notified()[1]
        self._dispatch(lambda gateway, attempt: rejected(MESSAGE, "filtered"))
        self.assertEqual(sms.state, "error")
        sms.resend_failed()
        self._dispatch()
        self.assertEqual((sms.state, self._message(sms).state), ("pending", "accepted"))

    def test_long_queue_of_one_text_is_shared(self):
        """What two dispatchers do with it is tested with real processes: tests/load, tests/gateway."""
        dispatcher = self.env["loyalty.sms.dispatcher"]

        def helps():
            self.env.flush_all()
            with patch.object(loyalty_sms_dispatcher, "MANY", 20), self.enter_registry_test_mode():
                return dispatcher._helps_to_share()

        for number in range(19):
            self._enqueue(f"+9891234567{number:02d}", "to all")
        self.assertFalse(helps(), "too few")
        last = self._enqueue("+989123456799", "to all")
        self.assertTrue(helps())
        self.assertEqual(dispatcher.with_context(loyalty_sms_share=2)._lane(self.gateway, [], False).connections, 4)
        self.gateway.connections = 1
        self.assertFalse(helps(), "one connection cannot be shared")
        self.gateway.connections = 8
        for message in self.env["loyalty.sms.message"].search([("state", "=", "queued"), ("id", "!=", last.id)]):
            message.body = f"personal {message.id}"
        self.assertFalse(helps(), "each is a request of its own")

    def test_priority_of_codes(self):
        self._enqueue(purpose="marketing")
        self._enqueue("+989121234568", purpose="code")
        self._dispatch()
        self.assertEqual([row[1] for row in self.sent], ["+989121234568", "+989121234567"])

    def test_cancel_takes_out_of_the_queue(self):
        notification, sms = self._notified()
        self._message(sms).with_user(self.user).action_cancel()
        self._dispatch()
        self.assertFalse(self.sent)
        self.assertEqual((sms.state, notification.notification_status), ("canceled", "canceled"))

    def test_test_message(self):
        wizard = (
            self.env["loyalty.sms.gateway.test"]
            .with_user(self.manager)
            .create({"gateway_id": self.backup.id, "number": "09121234567", "body": "test"})
        )
        wizard.action_send()
        self._dispatch()
        self.assertEqual([row[0] for row in self.sent], [self.backup.id])
        self.assertEqual(wizard.state, "accepted")
