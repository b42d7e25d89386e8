import base64

from odoo.tests import tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestImportIntoClub(ClubCase):
    """A list becomes members, and is found again by their numbers (C19, L2, L4)."""

    def _import(self, text, **values):
        record = self.env["club.import"].create({"name": "list.csv", "file": base64.b64encode(text.encode()), **values})
        record.action_check()
        record._work()
        record.action_run()
        record._work()
        self.assertEqual(record.state, "done")
        return record

    def test_into_the_club(self):
        club = self._club()
        record = self._import("name,email\nAli,ali@example.com\nSara,sara@example.com\n", club_id=club.id)
        members = self.env["loyalty.club.member"].search([("club_id", "=", club.id)])
        self.assertEqual(members.partner_id, record.row_ids.partner_id)
        self.assertEqual(set(members.mapped("source")), {"import"})
        self.assertEqual(members.card_id.mapped("points"), [5.0, 5.0])
        self.assertFalse(self.env["loyalty.club"]._verify())
        again = self._import("name,email\nAli,ali@example.com\n", club_id=club.id)
        self.assertEqual(again.row_ids.state, "same")
        self.assertEqual(members.card_id.mapped("points"), [5.0, 5.0], "joining gives points once")

    def test_by_the_member_number(self):
        member = self._member(self._club(), name="Sara")
        record = self._import(f"Member Number,City\n{member.number},Ray\nnobody,Qom\n", on_new="skip")
        self.assertEqual(record.row_ids.sorted("number").mapped("state"), ["updated", "skipped"])
        self.assertEqual(member.partner_id.city, "Ray")
