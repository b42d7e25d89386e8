"""A member buys at the till (L3, L4, L5)."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ClubPosCase


@tagged("post_install", "-at_install")
class TestPosOrder(ClubPosCase):
    def test_sale(self):
        """50 for the purchase and 10 for each full 100,000, without a word of the till about points."""
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        self.assertEqual(member.points, 5 + 50 + 30)
        self.assertEqual(self._pos_rows(order), [("rule", 50), ("rule", 30)])
        row = self.env["loyalty.ledger"].search([("src_id", "=", order.id), ("src_model", "=", "pos.order")])[-1:]
        self.assertIn(order.name, row.sentence)
        self.assertIn("50", row.sentence)
        self.assertEqual(self.refused, [])

    def test_history(self):
        """Odoo's own screens show the same."""
        member = self._member(self.club)
        self._sync(member.partner_id, [self._line(qty=3)])
        history = member.card_id.history_ids
        self.assertEqual(sum(history.mapped("issued")) - sum(history.mapped("used")), 85)

    def test_repeated_calls(self):
        """The till sends the order and the points again and again: nothing more is given, and it hears the balance."""
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        for _time in range(3):
            answer = self._confirm(order, member.card_id, 0)
            self.assertEqual([update["points"] for update in answer["coupon_updates"]], [85])
        self._sync(member.partner_id, [self._line(qty=3)], uuid=order.uuid)
        self.assertEqual(member.points, 85)
        self.assertEqual(self.refused, [])

    def test_backend_payment(self):
        """An order that is paid in the back office counts as well."""
        member = self._member(self.club)
        self.create_backend_pos_order(
            {
                "order_data": {"partner_id": member.partner_id.id},
                "line_data": [{"qty": 3, "product_id": self.book.id}],
                "payment_data": [{"payment_method_id": self.bank_payment_method.id}],
            }
        )
        self.assertEqual(member.points, 85)

    def test_not_paid(self):
        member = self._member(self.club)
        self._sync(member.partner_id, [self._line(qty=3)], state="draft", payment_ids=[])
        self.assertEqual(member.points, 5)

    def test_not_a_member(self):
        """No card is made for a stranger, though the till invents one."""
        partner = self._partner("Stranger")
        order = self._sync(partner, [self._line()])
        vals = {"points": 500, "program_id": self.club.program_id.id, "coupon_id": -1, "partner_id": partner.id}
        order.confirm_coupon_programs({"-1": vals})
        self.assertFalse(self.env["loyalty.card"].search([("partner_id", "=", partner.id)]))

    def test_customer_set_later(self):
        """The customer of a paid order is named afterwards, or was the wrong one."""
        first, second = self._member(self.club), self._member(self.club, name="Reza")
        order = self._sync(first.partner_id, [self._line(qty=3)])
        order.sudo().partner_id = second.partner_id
        self.assertEqual((first.points, second.points), (5, 85))

    def test_native_rule(self):
        """A rule of the native program earns by the server's count; what the till says about it is not needed."""
        self.club.program_id.rule_ids = [Command.create({"reward_point_mode": "money", "reward_point_amount": 0.001})]
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line(qty=3)])
        self.assertEqual(self._pos_rows(order), [("earn", 300), ("rule", 50), ("rule", 30)])
        self._confirm(order, member.card_id, 300)
        self.assertEqual(member.points, 385)
        self.assertEqual(self.refused, [])

    def test_tip(self):
        """A tip is not a purchase."""
        tip = self._goods("Tip", 0)
        self.pos_config_usd.sudo().tip_product_id = tip
        member = self._member(self.club)
        self._sync(member.partner_id, [self._line(), self._line(tip, 250000)])
        self.assertEqual(member.points, 5 + 50 + 10)

    def test_time_of_another_season(self):
        """The till says that it sold when a rule still held: the session was not open then."""
        self._rule(self.club, kind="purchase", points=1000, date_to="2020-01-01")
        self.env.flush_all()
        self.env.cr.execute("UPDATE loyalty_club_rule SET create_date = '2019-01-01'")
        self.club.rule_ids.invalidate_recordset()
        member = self._member(self.club)
        self._sync(member.partner_id, [self._line()], date_order="2019-12-31 10:00:00")
        self.assertEqual(member.points, 5 + 50 + 10)

    def test_failure_is_made_up_for(self):
        """Booking fails after the customer has paid: the till goes on, and the job books later."""
        member = self._member(self.club)
        failing = patch.object(self.registry["loyalty.ledger"], "_post", side_effect=UserError("no"))
        with failing, mute_logger("odoo.addons.loyalty_club_pos.models.pos_order"):
            order = self._sync(member.partner_id, [self._line(qty=3)])
        self.assertEqual(order.state, "paid")
        self.assertEqual(member.points, 5)
        with self.enter_registry_test_mode():
            self.env.ref("loyalty_club_pos.ir_cron_book_orders").method_direct_trigger()
        self.assertEqual(member.points, 85)
        self.assertFalse(order.sudo().club_to_book)

    def test_later_than_now(self):
        member = self._member(self.club)
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        order = self._sync(member.partner_id, [self._line()], date_order=fields.Datetime.to_string(tomorrow))
        rows = self.env["loyalty.ledger"].search([("src_model", "=", "pos.order"), ("src_id", "=", order.id)])
        self.assertLess(max(rows.mapped("occurred_on")), tomorrow)
