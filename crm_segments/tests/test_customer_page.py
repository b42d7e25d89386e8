from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestCustomerPage(CustomersCase):
    # C21: one page with all that is known of a customer

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls._customer()
        cls.user.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")

    def _texts(self, partner=None, user=None, **kwargs):
        page = (partner or self.partner).with_user(user or self.user).get_club_timeline(**kwargs)
        return [event["text"] for event in page["events"]]

    def test_list_opens_the_page(self):
        page = self.env.ref("crm_segments.res_partner_view_customer_page")
        for name in ("res_partner_action_customers", "res_partner_action_waiting"):
            action = self.env.ref(f"crm_segments.{name}")
            self.assertIn((page.id, "form"), action.views)
        self.assertEqual(self.partner.action_club_open()["views"], [(page.id, "form")])

    def test_time_line_tells_orders_visits_status_and_messages(self):
        order = self._sale_order(self.partner)
        self.env["club.customer.ip"]._log(self.partner, "signin", "5.160.1.2")
        self.partner.message_post(body="Likes <history>", message_type="comment")
        self.env.flush_all()
        texts = " | ".join(self._texts())
        for expected in (order.name, "5.160.1.2", "Likes <history>"):
            self.assertIn(expected, texts)

    def test_time_line_tells_changes_of_the_status(self):
        self.env.cr.flush()  # what is created in a transaction is not tracked in it
        self.partner.with_user(self.manager).with_context(tracking_disable=False)._block("Fraud")
        self.env.flush_all()
        self.env.cr.flush()  # tracking is written at the end of the transaction
        self.assertTrue([text for text in self._texts(kinds=["status"]) if text.endswith("→ Blocked")])

    def test_kinds_and_parts(self):
        rows = [
            {"partner_id": self.partner.id, "event": "signin", "ip": f"5.160.1.{number}", "date": "2026-01-01 10:00:00"}
            for number in range(1, 41)
        ]
        self.env["club.customer.ip"].create(rows)
        self._sale_order(self.partner)
        self.env.flush_all()
        first = self.partner.with_user(self.user).get_club_timeline(kinds=["ip"])
        second = self.partner.with_user(self.user).get_club_timeline(kinds=["ip"], before=first["more"])
        seen = [event["text"] for part in (first, second) for event in part["events"]]
        self.assertEqual(len(seen), 40)
        self.assertEqual(len(set(seen)), 40, "nothing twice, nothing left out, though all are of one moment")
        self.assertFalse(second["more"])

    def test_contacts_of_a_company_count(self):
        company = self._customer("Press", is_company=True)
        contact = self._customer("Nima", parent_id=company.id)
        order = self._sale_order(contact)
        self.assertIn(order.name, " ".join(self._texts(company)))
        self.env["club.customer.metric"]._recompute(company.ids)
        figures = company.with_user(self.user).get_club_figures()["figures"]
        self.assertEqual(figures[0]["value"], "1")

    def test_what_the_user_may_not_read_is_left_out(self):
        order = self._sale_order(self.partner)
        self.env["club.customer.ip"]._log(self.partner, "signin", "5.160.1.2")
        self.user.group_ids -= self.env.ref("sales_team.group_sale_salesman_all_leads")
        texts = " ".join(self._texts())
        self.assertNotIn(order.name, texts)
        self.assertIn("5.160.1.2", texts)

    def test_outsiders_see_nothing(self):
        login = self._portal_user(self.partner)
        for user in (login, self.outsider):
            for method in ("get_club_timeline", "get_club_figures"):
                with self.assertRaises(AccessError):
                    getattr(self.partner.with_user(user), method)()

    def test_every_source_keeps_the_contract(self):
        for name, kind in self.partner._timeline_kinds().items():
            rows = self.env.execute_query_dict(kind._events_sql((self.partner.id,)))
            self.assertTrue(all(row["kind"] == name for row in rows))
            self.env.cr.execute(kind._events_sql((self.partner.id,)))
            columns = [column.name for column in self.env.cr.description]
            self.assertEqual(columns, ["date", "kind", "title", "res_model", "res_id", "icon"], name)
            self.assertTrue(str(kind._label))
