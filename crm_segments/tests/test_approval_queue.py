from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestApprovalQueue(CustomersCase):
    # C4: the queue helps to decide

    def setUp(self):
        super().setUp()
        self.partner = self._customer("علي رضايي", phone="0912 333 4455", email="Ali@example.com")
        self.partner._request_approval("form")

    def test_likely_duplicates_by_phone_mail_and_folded_name(self):
        by_phone = self._customer("Other", phone="+989123334455")
        by_mail = self._customer("Third", email="ali@EXAMPLE.com")
        by_name = self._customer("علی‌رضایی")
        self._customer("علی رضوی", phone="09120000001")
        self.assertEqual(self.partner.with_user(self.manager).duplicate_ids, by_phone | by_mail | by_name)
        self.assertEqual(self.partner.duplicate_count, 3)
        action = self.partner.action_open_duplicates()
        self.assertEqual(len(self.env["res.partner"].search(action["domain"])), 4)

    def test_duplicates_of_a_whole_list_take_one_statement(self):
        partners = self.env["res.partner"].concat(
            *(self._customer(f"Guest {number}", phone="09121110000") for number in range(20))
        )
        self.env.flush_all()
        partners.mapped("active")
        with self.assertQueryCount(3):  # the statement, and the rights of what it found
            counts = partners.mapped("duplicate_count")
        self.assertEqual(set(counts), {10}, "at most ten are shown")

    def test_duplicates_of_another_company_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Second"})
        self._customer("Theirs", phone="+989123334455", company_id=other.id)
        self.partner.invalidate_recordset()
        self.assertFalse(self.partner.with_user(self.manager).duplicate_ids)

    def test_required_check_keeps_from_approving(self):
        check, _optional = self.env["club.approval.check"].create(
            [{"name": "Called back", "is_required": True}, {"name": "Read the site"}]
        )
        with self.assertRaisesRegex(UserError, "Called back"):
            self.partner.with_user(self.manager).action_approve()
        self.partner.with_user(self.manager).approval_check_ids = check
        self.partner.with_user(self.manager).action_approve()
        self.assertEqual(self.partner.customer_status_kind, "active")

    def test_group_names_where_approval_moves_to(self):
        vip = self.env["club.customer.group"].create({"name": "VIP"})
        applicants = self.env["club.customer.group"].create(
            {"name": "Applicants", "needs_approval": True, "approved_group_id": vip.id}
        )
        partner = self._customer("New", customer_group_id=applicants.id)
        partner._request_approval("signup")
        self.assertEqual(partner.approval_group_id, vip)
        partner.with_user(self.manager).action_approve()
        self.assertEqual(partner.customer_group_id, vip)

    def test_many_at_once(self):
        second = self._customer("Second", email="second@example.com")
        second._request_approval("import")
        (self.partner | second).with_user(self.manager).action_approve()
        self.assertEqual((self.partner | second).mapped("customer_status_kind"), ["active", "active"])
        self.assertEqual(len((self.partner | second).user_ids), 2)

    def test_checklist_is_written_by_managers_only(self):
        with self.assertRaises(AccessError):
            self.env["club.approval.check"].with_user(self.user).create({"name": "Mine"})
