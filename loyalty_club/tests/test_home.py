from odoo.tests import tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestHome(ClubCase):
    # C17: what the club brings to the home page

    def _items(self, block):
        return {item["label"]: item for item in self.env["club.home"].with_user(self.manager).block(block)["items"]}

    def _opened(self, item):
        return self.env[item["action"]["res_model"]].with_user(self.manager).search(item["action"]["domain"])

    def test_figures_open_what_they_count(self):
        second = self._club(name="Runners")
        member = self._member(self.club)
        self._order(member.partner_id)
        other = self._member(second)
        items = self._items("club")
        for label in ("Members", "Joined in 30 days"):
            found = self._opened(items[label])
            self.assertEqual(int(items[label]["value"].replace(",", "")), len(found), label)
            self.assertLessEqual(member | other, found, label)
        given = self._opened(items["Points given in 30 days"])
        self.assertLessEqual(member.card_id | other.card_id, given.card_id)
        value = float(items["Points given in 30 days"]["value"].replace(",", ""))
        self.assertAlmostEqual(value, sum(given.mapped("points")), delta=0.5)

    def test_club_of_another_company_is_not_counted(self):
        # X2
        before = self._items("club")["Members"]["value"]
        self._member(self._club(company_id=self.env["res.company"].create({"name": "Second"}).id))
        self.assertEqual(self._items("club")["Members"]["value"], before)

    def test_who_waits(self):
        self.assertNotIn("Members to approve", self._items("tasks"))
        self._member(self.club).state = "pending"
        self.assertEqual(self._items("tasks")["Members to approve"]["value"], "1")

    def test_points_for_many_that_run(self):
        batch = self.env["loyalty.club.batch"].create({"name": "Spring", "club_id": self.club.id, "points": 5})
        batch.state = "running"
        self.assertIn("Spring", self._items("work"))
        user = self.env["club.home"].with_user(self.user).block("work")["items"]
        self.assertNotIn("Spring", [item["label"] for item in user], "not for those who may not read it")
