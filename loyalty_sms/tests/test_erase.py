"""What is kept of messages when a customer's data are erased (L16)."""

from odoo.tests import tagged

from ..models.loyalty_sms_message import WIPED
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestErase(SmsCase):
    def test_texts_and_numbers_go(self):
        partner = self.env["res.partner"].create({"name": "Sara", "phone": "+989121234567"})
        message, other = (
            self._enqueue(partner_id=partner.id, body="Dear Sara"),
            self._enqueue(number="+989121111111"),
        )
        stop = self.env["loyalty.sms.consent"].create(
            {"number": "+989121234567", "partner_id": partner.id, "kind": "out"}
        )
        partner._erase_personal_data()
        self.assertEqual((message.number, message.body), (WIPED, WIPED))
        self.assertEqual((other.number, other.body), ("+989121111111", "hello"))
        self.assertEqual(stop.number, "+989121234567", "that he wants no messages is respected")
