from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestEngagement(SmsCase):
    """S4, S11, C11, C21: how customers take messages: on their page, in segments, on the dashboard."""

    def setUp(self):
        super().setUp()
        self.partner = self._customer(phone="+989121234567")
        self.other = self._customer("Reza", phone="+989121234568")
        self.message = self._enqueue(partner_id=self.partner.id)
        self._enqueue("+989121234568", partner_id=self.other.id)
        self._dispatch()

    def _found(self, **params):
        kind = self.env["club.segment.condition.sms"]
        domain = kind._domain(kind._check_params(params))
        return self.env["res.partner"].search(domain) & (self.partner | self.other)

    def _touched(self):
        touch = self.env["club.customer.touch"].search([("reason", "=", "sms")])
        return set(touch.mapped("partner_id"))

    def test_delivered(self):
        self.assertFalse(self._found(did="delivered"))
        self.env["club.customer.touch"].search([]).unlink()
        attempt = self.message.attempt_ids
        self.message._apply_report(attempt, "delivered")
        self.env["loyalty.sms.message"]._sync_native(100)
        self.assertEqual(self._touched(), {self.partner.id})
        self.assertEqual(self._found(did="delivered", days=1), self.partner)
        self.assertFalse(self._found(did="delivered", at_least=2))
        self.assertEqual((self.partner.loyalty_sms_count, self.partner.loyalty_sms_delivered), (1, 1))

    def test_answered_and_opted_out(self):
        for text in ("hello", "stop"):
            self.env["loyalty.sms.event"].create(
                {"kind": "inbound", "gateway_id": self.gateway.id, "raw_query": f"from=%2B989121234567&text={text}"}
            )
        self._run_cron("loyalty_sms.ir_cron_sms_events")
        self.assertEqual(self._found(did="answered"), self.partner)
        self.assertEqual(self._found(did="opted_out"), self.partner)
        self.assertIn(self.partner.id, self._touched())
        self.assertEqual(self.partner.loyalty_sms_answered, 2)
        self.assertFalse(self.partner.loyalty_sms_wanted)
        action = self.partner.action_open_loyalty_sms_replies()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 2)

    def test_clicked(self):
        trace = self.env["mailing.trace"].create(
            {
                "trace_type": "sms",
                "model": "res.partner",
                "res_id": self.partner.id,
                "sms_tracker_ids": [(0, 0, {"sms_uuid": self.message.uuid})],
            }
        )
        self.assertFalse(self._found(did="clicked"))
        trace.set_clicked()
        self.assertEqual(self._found(did="clicked", days=1), self.partner)
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.loyalty_sms_clicked, 1)

    def test_failed(self):
        self.message._apply_report(self.message.attempt_ids, "failed", "unreachable")
        self.assertEqual(self._found(did="failed"), self.partner)

    def test_condition_needs_the_right(self):
        kind = self.env["club.segment.condition.sms"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            kind._domain({"did": "delivered"})

    def test_time_line(self):
        source = self.env["club.timeline.source.sms"]
        rows = self.env.execute_query_dict(source._events_sql((self.partner.id,)))
        self.assertEqual([row["res_id"] for row in rows], self.message.ids)
        self.assertEqual(source._describe(rows), ["Sent: hello"])
        self.env.flush_all()
        code = self._enqueue(purpose="code", partner_id=self.partner.id)
        self.env.flush_all()
        rows = self.env.execute_query_dict(source._events_sql((self.partner.id,)))
        self.assertNotIn(code.id, [row["res_id"] for row in rows], "codes show nowhere")

    def test_every_figure_of_the_dashboard_opens_its_records(self):
        self.message._apply_report(self.message.attempt_ids, "delivered")
        self.message.cost = 1200
        data = self.env["loyalty.sms.dashboard"].with_user(self.user).get_dashboard(7)
        figures = {figure["name"]: figure for figure in [*data["now"], *data["period"]]}
        for figure in figures.values():
            count = self.env[figure["model"]].with_user(self.user).search_count(figure["domain"])
            if figure["name"] != "cost":
                self.assertEqual(figure["value"].replace(",", ""), str(count), figure["name"])
        self.assertIn("1,200", figures["cost"]["value"])
        self.assertEqual(len(data["series"]), 7)
        today = data["series"][-1]
        count = self.env["loyalty.sms.message"].search_count(today["domain"])
        for part in ("outcome", "gateway"):
            self.assertEqual(sum(today[part].values()), count, part)
        cost = sum(self.env["loyalty.sms.message"].search(today["domain"]).mapped("cost"))
        self.assertAlmostEqual(sum(today["cost"].values()), cost)
        self.assertEqual(today["outcome"]["delivered"], 1)
        gateway = next(row for row in data["gateways"] if row["id"] == self.gateway.id)
        self.assertEqual((gateway["sent"], gateway["rate"]), ("2", 50))
        self.assertEqual(self.env["loyalty.sms.message"].search_count(gateway["domain"]), 2)

    def test_dashboard_in_persian_and_for_users_only(self):
        self.user.lang = "fa_IR" if self.env["res.lang"]._lang_get("fa_IR") else "en_US"
        self.user.tz = "Asia/Tehran"
        data = self.env["loyalty.sms.dashboard"].with_user(self.user).get_dashboard("evil")
        self.assertEqual((data["days"], len(data["series"])), (30, 30))
        with self.assertRaises(AccessError):
            self.env["loyalty.sms.dashboard"].with_user(self.outsider).get_dashboard(7)

    def test_consents_of_a_customer(self):
        consent = self.env["loyalty.sms.consent"].create(
            {"number": "09121234567", "kind": "in", "happened_at": fields.Datetime.now()}
        )
        action = self.partner.action_open_loyalty_sms_consents()
        self.assertIn(consent, self.env[action["res_model"]].search(action["domain"]))
