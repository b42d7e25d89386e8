"""A real till in a browser meets a blocked customer (C3)."""

from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestBlockedTill(TestPointOfSaleHttpCommon):
    def setUp(self):
        super().setUp()
        type(self).env = self.env(su=True)
        self.partner = self.env["res.partner"].create({"name": "Blocked Customer", "is_customer_club": True})
        self.partner._block("Fraud")

    def test_till_warns(self):
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("ClubBlockedWarnTour")
        self.assertFalse(self.env["pos.order"].search([("partner_id", "=", self.partner.id), ("state", "=", "paid")]))

    def test_till_refuses(self):
        self.main_pos_config.club_blocked_policy = "refuse"
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("ClubBlockedRefuseTour")
        self.assertFalse(self.env["pos.order"].search([("partner_id", "=", self.partner.id)]))

    def test_what_was_sold_is_kept_and_noted(self):
        self.main_pos_config.with_user(self.pos_user).open_ui()
        order = self.env["pos.order"].create(
            {
                "session_id": self.main_pos_config.current_session_id.id,
                "partner_id": self.partner.id,
                "amount_total": 0,
                "amount_paid": 0,
                "amount_tax": 0,
                "amount_return": 0,
            }
        )
        order.action_pos_order_paid()
        self.assertEqual(order.state, "paid")
        self.assertIn("although blocked", self.partner.message_ids[0].body)
