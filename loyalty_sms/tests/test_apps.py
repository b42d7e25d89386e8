from odoo.tests import Form, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestApps(SmsCase):
    """S1: every app that sends SMS goes through the outbox."""

    def setUp(self):
        super().setUp()
        self.partner = self._customer(name="Sara", phone="+989121234567")

    def _assert_one_message(self, text):
        self._process_queue()
        messages = self.env["loyalty.sms.message"].search([("number", "=", "+989121234567")])
        self.assertEqual(len(messages), 1)
        self.assertIn(text, messages.body)
        self._dispatch()
        self.assertEqual(messages.state, "accepted")

    def test_composer_on_a_customer(self):
        composer = self.env["sms.composer"].with_context(
            default_res_model="res.partner", default_res_id=self.partner.id, default_composition_mode="comment"
        )
        with Form(composer) as form:
            form.body = "from the customer"
        form.record.action_send_sms()
        self._assert_one_message("from the customer")

    def test_numbers_typed_by_hand(self):
        values = {"composition_mode": "numbers", "numbers": "09121234567", "body": "to a number"}
        self.env["sms.composer"].create(values)._action_send_sms()
        self._assert_one_message("to a number")

    def test_opportunity(self):
        lead = self.env["crm.lead"].create({"name": "Lead", "partner_id": self.partner.id})
        lead._message_sms("from the opportunity")
        self._assert_one_message("from the opportunity")
        message = self.env["loyalty.sms.message"].search([("number", "=", "+989121234567")])
        self.assertEqual((message.source_model, message.source_name), ("crm.lead", "Lead"))
        self.assertEqual(message.action_open_source()["res_id"], lead.id)

    def test_server_action(self):
        template = self.env["sms.template"].create(
            {"name": "T", "body": "from {{ object.name }}", "model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        action = self.env["ir.actions.server"].create(
            {
                "name": "SMS",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "sms",
                "sms_template_id": template.id,
                "sms_method": "sms",
            }
        )
        action.with_context(active_model="res.partner", active_id=self.partner.id, active_ids=self.partner.ids).run()
        self._assert_one_message("from Sara")

    def test_reminder_of_a_meeting(self):
        event = self.env["calendar.event"].create(
            {"name": "Meeting", "start": "2030-01-01 10:00:00", "stop": "2030-01-01 11:00:00"}
        )
        event.partner_ids = self.partner
        alarm = self.env["calendar.alarm"].create(
            {
                "name": "SMS",
                "alarm_type": "sms",
                "interval": "hours",
                "duration": 1,
                "sms_template_id": self.env.ref("calendar_sms.sms_template_data_calendar_reminder").id,
            }
        )
        event.alarm_ids = alarm
        event._do_sms_reminder(alarm)
        self._assert_one_message("Meeting")

    def test_delivery_of_an_order(self):
        kind = self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.company.id)], limit=1
        )
        picking = self.env["stock.picking"].create({"partner_id": self.partner.id, "picking_type_id": kind.id})
        template = self.company.sudo().stock_sms_confirmation_template_id
        picking._message_sms_with_template(template=template, partner_ids=self.partner.ids, put_in_queue=False)
        self._assert_one_message(self.company.name)
