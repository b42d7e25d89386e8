from odoo import fields
from odoo.tests import Form, HttpCase, tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestForecast(SmsCase):
    """S6: who will get no message is told before it is sent, and is who then gets none."""

    def setUp(self):
        super().setUp()
        self.people = self._customer(phone="+989121110001") | self._customer(phone="+989121110002")
        self.people |= self._customer(phone="+982188776655") | self._customer(phone="+989121110003")
        self.env["phone.blacklist"]._add(["+989121110001"])

    def _composer(self, **values):
        values = {"composition_mode": "mass", "res_model": "res.partner", "body": "offer", **values}
        return self.env["sms.composer"].create({"res_ids": str(self.people.ids), **values})

    def test_told_and_true(self):
        self.company.loyalty_sms_cap_service = 1
        self._enqueue("+989121110002")
        self._dispatch()
        composer = self._composer(mass_keep_log=False)
        self.assertEqual(
            composer.loyalty_sms_forecast,
            "Get it now (1)\nGet no message (2): Number on the blacklist: 1 | Landline: 1\n"
            "Get it later (1): Weekly limit: 1",
        )
        self.assertEqual(composer.loyalty_sms_getting, 2)
        composer.action_send_sms()
        self._process_queue()
        self._dispatch()
        self.assertEqual([row[1] for row in self.sent], ["+989121110003"])

    def test_quiet_hours_and_opt_out_of_advertising(self):
        hour = fields.Datetime.now().hour
        self.people.tz = "UTC"
        self.company.write({"loyalty_sms_quiet_from": hour, "loyalty_sms_quiet_to": (hour + 2) % 24})
        self.env["loyalty.sms.consent"].create({"number": "+989121110003", "kind": "out"})
        self.env["phone.blacklist"].search([]).active = False
        self.assertEqual(self._composer().loyalty_sms_forecast, "Get it now (3)\nGet no message (1): Landline: 1")
        told = self._composer().with_context(loyalty_sms_purpose="marketing").loyalty_sms_forecast
        self.assertIn("Opted out: 1", told)
        self.assertIn("Get it later (2): Quiet hours: 2\nIt is quiet now", told)

    def test_silent_when_all_get_it(self):
        one = self._composer(composition_mode="comment", res_ids=False, res_id=self.people[3].id)
        self.assertFalse(one.loyalty_sms_forecast)
        self.assertEqual(one.loyalty_sms_getting, 1)
        one.recipient_single_number_itf = self.people[0].phone
        self.assertEqual(one.loyalty_sms_getting, 0, "the number that was typed counts")

    def test_without_number_or_twice(self):
        self.people |= self._customer() | self._customer(phone="+989121110003") | self._customer()
        composer = self._composer()
        self.assertIn("The same number twice: 1", composer.loyalty_sms_forecast)
        self.assertIn("No valid number: 2", composer.loyalty_sms_forecast)
        self.assertEqual(composer.loyalty_sms_getting, 2)

    def test_typed_numbers(self):
        values = {"composition_mode": "numbers", "res_model": False, "res_ids": False}
        composer = self._composer(numbers="+989121110001,+989121110002", **values)
        self.assertEqual(composer.loyalty_sms_getting, 1)

    def test_from_a_segment(self):
        segment = self.env["club.segment"].create({"name": "Gold", "kind": "static"})
        segment.partner_ids = self.people
        context = segment.action_write_sms()["context"]
        mailings = self.env["mailing.mailing"].with_context(**context)
        with Form(mailings, "mass_mailing_sms.mailing_mailing_view_form_sms") as form:
            form.body_plaintext = "offer"
        mailing = form.record
        self.assertEqual((mailing.subject, mailing.loyalty_sms_getting), ("Gold", 2))

    def test_of_a_mailing(self):
        """What the form of a mailing tells is what becomes of it."""
        self.company.loyalty_sms_cap_marketing = 1
        self._enqueue("+989121110002", purpose="marketing")
        self._dispatch()
        self.sent.clear()
        self.people |= self._customer() | self._customer(phone="+989121110003", customer_status_kind="blocked")
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Sale",
                "mailing_type": "sms",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "in", self.people.ids)]),
                "body_plaintext": "offer",
            }
        )
        told = mailing.loyalty_sms_forecast
        self.assertEqual(mailing.loyalty_sms_getting, 2)
        self.assertIn("Get it now (1)", told)
        for reason in ("No valid number: 1", "Landline: 1", "Number on the blacklist: 1", "Weekly limit: 1"):
            self.assertIn(reason, told)
        mailing.action_send_sms()
        self._process_queue()
        self._dispatch()
        self.assertEqual([row[1] for row in self.sent], ["+989121110003"])
        mailing.state = "done"
        self.assertFalse(mailing.loyalty_sms_forecast)


@tagged("post_install", "-at_install")
class TestComposer(HttpCase, SmsCase):
    """S7: what stands in the box counts while it is written."""

    def test_counts_at_every_key(self):
        partner = self._customer(phone="+989121110001")
        self.env["phone.blacklist"]._add([partner.phone_sanitized])
        self.gateway.refuses_links = True
        self.start_tour(f"/odoo/res.partner/{partner.id}", "loyalty_sms.composer_tour", login=self.manager.login)
