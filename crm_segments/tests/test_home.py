from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestHome(CustomersCase):
    # C17, C12: what a manager sees on opening the app

    def _home(self, user=None):
        return self.env["club.home"].with_user(user or self.manager)

    def _items(self, name, user=None):
        return {item["label"]: item for item in self._home(user).block(name)["items"]}

    def _opened(self, item):
        """How many records a click on the item lists."""
        action = item["action"]
        return self.env[action["res_model"]].with_user(self.manager).search_count(action["domain"])

    def test_each_number_opens_what_it_counts(self):
        now = fields.Datetime.now()
        self._customer("New")
        self._customer("Older", date_added=now - timedelta(days=10))
        blocked = self._customer("Blocked", date_added=now - timedelta(days=100))
        blocked.with_user(self.manager)._block("Fraud")
        self._customer("Waiting")._request_approval("form")
        items = self._items("customers")
        self.assertEqual(len(items), 6)
        for label, item in items.items():
            self.assertEqual(int(item["value"].replace(",", "")), self._opened(item), label)
        self.assertGreaterEqual(self._opened(items["Blocked"]), 1)
        self.assertGreaterEqual(self._opened(items["Waiting for approval"]), 1)

    def test_change_against_the_days_before(self):
        block = self.env["club.home.block.customers"]
        count = dict.fromkeys(block._domains(), 0) | {"week": 15, "week_before": 10, "month": 1, "month_before": 4}
        figure = block._newcomers("New", "week", block._domains(), count)
        self.assertEqual((figure["value"], figure["trend"]), ("15", "up"))
        self.assertIn("+50", figure["note"])
        self.assertEqual(block._newcomers("New", "month", block._domains(), count)["trend"], "down")
        count["week_before"] = 0
        self.assertNotIn("note", block._newcomers("New", "week", block._domains(), count))

    def test_figures_are_one_statement(self):
        block = self.env["club.home.block.customers"].with_user(self.manager)
        first = block._count(block._domains())
        self.env.flush_all()
        with self.assertQueryCount(2):  # the statement, and how it is run
            again = block._count(block._domains())
        self.assertEqual(again, first)

    def test_company_of_others_is_not_counted(self):
        # X2, X3
        before = self._items("customers")["Customers"]["value"]
        self._customer("Theirs", company_id=self.env["res.company"].create({"name": "Second"}).id)
        self.assertEqual(self._items("customers")["Customers"]["value"], before)

    def test_life_cycle_and_newest(self):
        sara = self._customer("Sara")
        self.env["club.customer.metric"]._recompute(sara.ids)
        self.assertGreaterEqual(self._opened(self._items("lifecycle")["Lead"]), 1)
        newest = self._home().block("newest")["items"]
        self.assertEqual(newest[0]["label"], "Sara")
        self.assertEqual(newest[0]["action"]["res_id"], sara.id)

    def test_tasks(self):
        partner = self._customer("Sara", birthday=fields.Date.today() - timedelta(days=365 * 40 + 10))
        partner._request_approval("form")
        partner.activity_schedule(
            "mail.mail_activity_data_call", date_deadline=fields.Date.today(), user_id=self.manager.id
        )
        tasks = self._items("tasks")
        self.assertIn("Customers to approve", tasks)
        self.assertEqual(tasks["My activities with customers"]["value"], "1")
        self.assertNotIn("Customers to approve", self._items("tasks", self.user), "users do not approve")

    def test_work_in_the_background(self):
        job = self.env["club.export.job"].create(
            {"name": "All.xlsx", "user_id": self.manager.id, "model": "res.partner", "request": {}}
        )
        content = self._home().block("work")
        self.assertTrue(content["is_running"])
        self.assertIn("All.xlsx", [item["label"] for item in content["items"]])
        job._fail(ValueError())
        content = self._home().block("work")
        self.assertFalse(content["is_running"])
        self.assertEqual(content["items"][0]["tone"], "danger")
        self.assertFalse(self._home(self.user).block("work")["items"], "another's files")

    def test_rights(self):
        for user in (self.outsider, self._portal_user(self._customer())):
            with self.assertRaises(AccessError):
                self._home(user).blocks()
            with self.assertRaises(AccessError):
                self._home(user).block("customers")
        with self.assertRaises(AccessError):
            self._home().block("no_such_block")
        self.patch(type(self.env["club.home.block.tags"]), "_groups", "crm_segments.crm_segments_group_manager")
        self.assertNotIn("tags", [block["name"] for block in self._home(self.user).blocks()["blocks"]])
        with self.assertRaises(AccessError):
            self._home(self.user).block("tags")

    def test_every_block_can_be_read(self):
        for user in (self.user, self.manager):
            for block in self._home(user).blocks()["blocks"]:
                content = self._home(user).block(block["name"])
                self.assertTrue(content.get("items") or content.get("empty") or content.get("action"), block)


@tagged("post_install", "-at_install")
class TestHomePage(HttpCase, CustomersCase):
    def test_open_and_click(self):
        tag = self.env["res.partner.category"].create({"name": "Reads everything"})
        self._customer("Newest of all", category_id=[(6, 0, tag.ids)])
        new_test_user(self.env, "home_manager", "crm_segments.crm_segments_group_manager")
        self.start_tour("/odoo/customer-club", "crm_segments.home_tour", login="home_manager")
