from odoo.tests import HttpCase, tagged

from ..tools.outcome import unknown
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestUnknownInbox(HttpCase, SmsCase):
    """S3: a person decides about messages of unknown fate: in Persian, many at once, and on a phone."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.user.lang = "fa_IR"
        self.path = f"/odoo/action-{self.env.ref('loyalty_sms.loyalty_sms_message_unknown_action').id}"
        self.messages = self.env["loyalty.sms.message"]
        for number, name in enumerate(("Ali", "Sara", "Reza")):
            phone = f"+98912123456{number}"
            partner = self._customer(name=name, phone=phone)
            self.messages |= self._enqueue(phone, partner_id=partner.id)
        self._dispatch(lambda gateway, attempt: unknown("Read timed out."))
        self.assertEqual(set(self.messages.mapped("state")), {"unknown"})

    def test_decided_one_by_one_and_together(self):
        self.start_tour(self.path, "loyalty_sms.unknown_list_tour", login=self.user.login)
        self.messages.invalidate_recordset()
        self.assertEqual(set(self.messages.mapped("state")), {"accepted"})
        self.assertEqual(self.messages.decided_by_id, self.user)

    def test_decided_on_a_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(self.path, "loyalty_sms.unknown_phone_tour", login=self.user.login)
        self.messages.invalidate_recordset()
        self.assertEqual(sorted(self.messages.mapped("state")), ["queued", "unknown", "unknown"])
