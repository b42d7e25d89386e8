from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestBulkChange(CustomersCase):
    # C1: many at once, and back

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip, cls.shops = cls.env["club.customer.group"].create([{"name": "VIP"}, {"name": "Shops"}])
        cls.partners = cls._customer("A") + cls._customer("B", customer_group_id=cls.shops.id) + cls._customer("C")
        cls.general = cls.partners[0].customer_group_id
        cls.tag = cls.env["res.partner.category"].create({"name": "Reader"})

    def _apply(self, user=None, partners=None, **values):
        wizard = self.env["club.bulk.action"].with_user(user or self.user)
        done = wizard.create({"partner_ids": (partners or self.partners).ids, **values}).action_apply()
        return self.env["club.bulk.change"].with_user(user or self.user).browse(done["params"]["id"])

    def test_group_and_back_each_to_his_own(self):
        change = self._apply(action="group", group_id=self.vip.id)
        self.assertEqual(self.partners.customer_group_id, self.vip)
        self.assertEqual(change.customer_count, 3)
        change.action_undo()
        self.assertEqual(self.partners.mapped("customer_group_id.id"), [self.general.id, self.shops.id])
        self.assertEqual(self.partners[1].customer_group_id, self.shops)
        with self.assertRaises(UserError):
            change.action_undo()

    def test_what_changed_since_is_left_alone(self):
        change = self._apply(action="group", group_id=self.vip.id)
        self.partners[2].customer_group_id = self.shops
        change.action_undo()
        self.assertEqual(self.partners[2].customer_group_id, self.shops)
        self.assertEqual(change.undone_count, 2)

    def test_tag_stays_with_those_who_had_it(self):
        self.partners[0].category_id = self.tag
        change = self._apply(action="tag_add", tag_id=self.tag.id)
        self.assertEqual(change.customer_count, 2)
        change.action_undo()
        self.assertEqual(self.env["res.partner"].search([("category_id", "=", self.tag.id)]), self.partners[0])

    def test_archive_and_back(self):
        gone = self._customer("Gone", active=False)
        change = self._apply(action="archive")
        self.assertFalse(any(self.partners.mapped("active")))
        change.action_undo()
        self.assertTrue(all(self.partners.mapped("active")))
        self.assertFalse(gone.active)

    def test_status_back_and_never_around_a_block(self):
        inactive = self.env["club.customer.status"]._of_kind("inactive")
        change = self._apply(action="status", status_id=inactive.id)
        self.assertEqual(set(self.partners.mapped("customer_status_kind")), {"inactive"})
        self.partners[0].with_user(self.manager)._block("Fraud")
        change.action_undo()
        self.assertEqual(self.partners.mapped("customer_status_kind"), ["blocked", "active", "active"])
        with self.assertRaises(UserError):
            self._apply(action="status", status_id=inactive.id)

    def test_nothing_to_do_is_said(self):
        with self.assertRaises(UserError):
            self._apply(action="tag_remove", tag_id=self.tag.id)

    def test_rights(self):
        with self.assertRaises(AccessError):
            self._apply(user=self.outsider, action="group", group_id=self.vip.id)
        change = self._apply(user=self.manager, action="group", group_id=self.vip.id)
        with self.assertRaises(AccessError):
            change.with_user(self.user).action_undo()
