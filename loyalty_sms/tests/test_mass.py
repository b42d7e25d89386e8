from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestMassMailing(SmsCase):
    """S1, S7: a mailing goes into the outbox in sets, and its traces tell what became of it, as Odoo's own way does."""

    def setUp(self):
        super().setUp()
        iran = self.env.ref("base.ir").id
        self.people = self.env["res.partner"].create(
            [
                {"name": "Sara", "phone": "09121110001", "country_id": iran},
                {"name": "Ali", "phone": "09121110002", "country_id": iran},
                {"name": "Sara again", "phone": "+989121110001", "country_id": iran},
                {"name": "Landline", "phone": "02188776655", "country_id": iran},
                {"name": "No number"},
                {"name": "Refuses", "phone": "09121110003", "country_id": iran},
            ]
        )
        self.env["phone.blacklist"]._add(["+989121110003"])

    def _mailing(self, body, **values):
        return self.env["mailing.mailing"].create(
            {
                "subject": "m",
                "mailing_type": "sms",
                "body_plaintext": body,
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": [("id", "in", self.people.ids)],
                "sms_allow_unsubscribe": False,
                **values,
            }
        )

    def _traces(self, mailing):
        return {trace.res_id: (trace.trace_status, trace.failure_type) for trace in mailing.mailing_trace_ids}

    def test_same_as_odoos_own_way(self):
        ours, theirs = self._mailing("offer"), self._mailing("offer")
        ours.action_send_sms()
        self.env["sms.composer"].invalidate_model()
        self.gateway.active = False  # Odoo's own way
        theirs.action_send_sms()
        native = {id_: ("process" if s == "outgoing" else s, f) for id_, (s, f) in self._traces(theirs).items()}
        landline = self.people[3].id
        self.assertEqual(native.pop(landline), ("process", False))  # which it would have paid for
        mine = self._traces(ours)
        self.assertEqual(mine.pop(landline), ("cancel", "sms_number_format"))
        self.assertEqual(mine, native)
        self.assertFalse(self.env["sms.sms"].search([("mailing_id", "=", ours.id)]))

    def test_state_comes_back_to_the_trace(self):
        mailing = self._mailing("offer")
        mailing.action_send_sms()
        messages = self.env["loyalty.sms.message"].search([("partner_id", "in", self.people.ids)])
        self.assertEqual(messages.mapped("purpose"), ["marketing"] * 2)
        self._dispatch()
        self.assertEqual({row[1] for row in self.sent}, {"+989121110001", "+989121110002"})
        traces = mailing.mailing_trace_ids.filtered(lambda trace: trace.trace_status == "pending")
        self.assertEqual(len(traces), 2)
        messages[0]._apply_report(messages[0].attempt_ids, "delivered")
        self._dispatch()
        self.assertEqual((mailing.delivered, mailing.pending), (1, 1))

    def test_nobody_gets_a_mailing_twice(self):
        mailing = self._mailing("offer")
        mailing.action_send_sms()
        mailing.action_send_sms(self.people.ids)
        self.assertEqual(self.env["loyalty.sms.message"].search_count([("partner_id", "in", self.people.ids)]), 2)

    def test_fields_links_and_opt_out(self):
        mailing = self._mailing("Hi {{ object.name }} https://example.com/offer", sms_allow_unsubscribe=True)
        mailing.action_send_sms()
        message = self.env["loyalty.sms.message"].search([("partner_id", "=", self.people[1].id)])
        trace = mailing.mailing_trace_ids.filtered(lambda trace: trace.res_id == self.people[1].id)
        self.assertRegex(
            message.body, rf"^Hi Ali http\S+/r/\w+/s/{trace.sms_id_int}\n.*/sms/{mailing.id}/{trace.sms_code}"
        )

    def test_a_log_on_each_customer_stays_with_odoo(self):
        mailing = self._mailing("offer", keep_archives=True)
        mailing.action_send_sms()
        self.assertTrue(self.env["sms.sms"].search([("mailing_id", "=", mailing.id)]))
        self.assertIn("offer", self.people[1].message_ids[:1].body)

    def test_more_customers_than_odoo_reads_ids_of(self):
        ids = list(range(1_000_000, 1_020_000))
        values = {"res_model": "res.partner", "res_ids": repr(ids), "composition_mode": "mass", "body": "hello"}
        self.assertEqual(self.env["sms.composer"].create(values)._get_records().ids, ids)
