from odoo.tests import tagged

from ..models.loyalty_sms_provider_kind import ABILITIES
from ..tools.outcome import Outcome
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestProviderKinds(SmsCase):
    """S1: the contract of the family, for every provider that is there."""

    def test_every_provider_keeps_the_contract(self):
        kinds = dict(self.env["loyalty.sms.gateway"]._selection_kind())
        known = {"kannel", "smpp", "kavenegar", "melipayamak", "ghasedak", "smsir", "twilio", "http"}
        self.assertLessEqual(known, kinds.keys())
        fields = self.env["loyalty.sms.gateway"]._fields
        for kind, label in kinds.items():
            provider = self.env[f"loyalty.sms.provider.{kind}"]
            self.assertTrue(label, kind)
            self.assertTrue(type(provider).__doc__ or provider._description, kind)
            self.assertEqual(len(provider._abilities()), len(ABILITIES), kind)
            for name in (*provider._required, *provider._optional):
                self.assertIn(name, fields, kind)
                if name not in ("sender", "code_template"):
                    self.assertEqual(fields[name].groups, "base.group_system", f"{kind}: {name} is a secret")

    def test_nobody_listens(self):
        """A refused connection is certain for every provider: nothing has left."""
        for kind in dict(self.env["loyalty.sms.gateway"]._selection_kind()):
            gateway = self._gateway(
                kind, kind=kind, url="http://127.0.0.1:9/x", api_key="a-secret-api-key", sender="3000"
            )
            message = self._enqueue(requested_gateway_id=gateway.id)
            attempt = self.env["loyalty.sms.attempt"].create(
                {"message_id": message.id, "gateway_id": gateway.id, "number": message.number}
            )
            (outcome,) = gateway._kind()._send(gateway, attempt)
            self.assertIsInstance(outcome, Outcome)
            self.assertEqual((outcome.kind, outcome.scope), ("rejected", "gateway"), kind)
            self.assertNotIn("a-secret-api-key", outcome.reason)
            self.assertNotIn("hello", outcome.reason)

    def test_set_up_says_what_a_provider_cannot_do(self):
        self.gateway.kind = "kavenegar" if self.gateway.api_key else "kannel"
        self.assertIn("fa-times", self.gateway.abilities)
        self.assertIn("fa-check", self.gateway.abilities)
        self.assertIn("/sms/club/inbound/", self.gateway.set_up)

    def test_kind_without_its_add_on_is_skipped(self):
        message = self._enqueue()
        self.env.cr.execute("UPDATE loyalty_sms_gateway SET kind = 'gone' WHERE id = %s", [self.gateway.id])
        self.gateway.invalidate_recordset()
        self._dispatch()
        self.assertEqual(message.state, "queued")
        self.assertTrue(message.reason)
