from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.crm_segments.tests.recipes import load_recipe

from .. import transport
from ..transport import Answer


@tagged("post_install", "-at_install")
class TestProviderRecipe(TransactionCase):
    """The SMS provider that docs/extending.md shows works as it stands there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_recipe(cls, "loyalty_sms/models/providers/acme.py")
        cls.gateway = cls.env["loyalty.sms.gateway"].create(
            {"name": "Acme", "kind": "acme", "url": "https://sms.example.com/v1", "api_key": "key-1", "sender": "3000"}
        )

    def setUp(self):
        super().setUp()
        message = self.env["loyalty.sms.message"].new({"body": "سلام"})
        self.attempt = self.env["loyalty.sms.attempt"].new({"number": "+989121234567", "message_id": message})

    def _send(self, answer):
        """Send with this answer of the provider.

        :return: `(outcome, the request)`
        """
        with patch.object(transport, "request", return_value=answer) as request:
            (outcome,) = self.gateway._kind()._send(self.gateway, self.attempt)
            return outcome, request.call_args

    def test_the_request(self):
        _outcome, request = self._send(Answer(201, '{"id": 7}'))
        self.assertEqual(request.args, ("POST", "https://sms.example.com/v1"))
        self.assertEqual(request.kwargs["headers"], {"Authorization": "Bearer key-1"})
        self.assertEqual(
            request.kwargs["json"],
            {"to": "+989121234567", "from": "3000", "text": "سلام", "reference": self.attempt.ref},
        )

    def test_its_answers(self):
        for answer, kind, scope in (
            (Answer(201, '{"id": 7}'), "accepted", ""),
            (Answer(401, "key-1 is not known"), "rejected", "gateway"),
            (Answer(422, "no such number"), "rejected", "number"),
            (Answer(201, "not JSON"), "unknown", ""),
            (Answer(500, ""), "unknown", ""),
        ):
            outcome, _request = self._send(answer)
            self.assertEqual((outcome.kind, outcome.scope), (kind, scope), answer)
            self.assertNotIn("key-1", outcome.reason)
