"""Orders and the ledger (L3, L4, L5, L6). Where native loyalty drifts is said at each test."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..tools.points import to_points
from .common import ClubCase


@tagged("post_install", "-at_install")
class TestSaleOrder(ClubCase):
    def test_slice(self):
        """Joining gives 5; an order of 300,000 gives 50 and three times 10: on card, ledger and history."""
        member = self._member(self.club)
        self.assertEqual(member.points, 5)
        order = self._order(member.partner_id)
        self.assertEqual(member.points, 85)
        self.assertEqual(self._rows(member), [("rule", 5), ("rule", 50), ("rule", 30)])
        history = member.card_id.history_ids
        self.assertEqual(sum(history.mapped("issued")) - sum(history.mapped("used")), 85)
        self.assertEqual(order.loyalty_data["issued"], 80)
        self.assertEqual(
            self.env["loyalty.ledger"]
            .search([("src_id", "=", order.id), ("src_model", "=", "sale.order")])
            .mapped("src_name"),
            [order.name, order.name],
        )

    def test_confirm_twice(self):
        """A repeated step books nothing."""
        member = self._member(self.club)
        order = self._order(member.partner_id)
        order._club_enter()._club_sync()
        self.assertEqual(member.points, 85)

    def test_not_a_member(self):
        partner = self._partner("Stranger")
        self._order(partner)
        self.assertFalse(self.env["loyalty.card"].search([("partner_id", "=", partner.id)]))

    def test_contact_of_company(self):
        """A contact buys for his company, which is the member."""
        company = self._partner("Library", is_company=True)
        member = self._member(self.club, partner=company)
        contact = self._partner("Buyer", parent_id=company.id)
        self._order(contact)
        self.assertEqual(member.points, 85)

    def test_cancel(self):
        """Cancelling takes back exactly the order's rows, each tied to its own."""
        member = self._member(self.club)
        order = self._order(member.partner_id)
        order._action_cancel()
        self.assertEqual(member.points, 5)
        rows = self.env["loyalty.ledger"].search([("kind", "=", "reverse"), ("card_id", "=", member.card_id.id)])
        self.assertEqual(sorted(rows.mapped("points")), [-50, -30])
        self.assertEqual(sorted(rows.reverses_id.mapped("points")), [30, 50])

    def test_confirm_after_cancel(self):
        member = self._member(self.club)
        order = self._order(member.partner_id)
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(member.points, 85)

    def test_edited_then_cancelled(self):
        """Native: 200 to -300. An order edited after confirmation earns the difference, cancelling takes back all."""
        member = self._member(self.club)
        order = self._order(member.partner_id)
        order.order_line.product_uom_qty = 5
        self.assertEqual(member.points, 5 + 50 + 150)
        order.order_line.product_uom_qty = 2
        self.assertEqual(member.points, 5 + 50 + 60)
        order._action_cancel()
        self.assertEqual(member.points, 5)

    def test_edited_under_the_old_rule(self):
        """An order keeps the rule that it earned under."""
        member = self._member(self.club)
        order = self._order(member.partner_id)
        step = self.club.rule_ids.filtered(lambda rule: rule.purchase_mode == "step")
        step.points = 100
        order.order_line.product_uom_qty = 2
        self.assertEqual(member.points, 5 + 50 + 60)

    def test_native_rule(self):
        """A native rule of the program earns too, is booked as earned, and follows an edit (native does not)."""
        self.club.program_id.rule_ids = [Command.create({"reward_point_mode": "money", "reward_point_amount": 0.001})]
        member = self._member(self.club)
        order = self._order(member.partner_id)
        self.assertEqual(member.points, 85 + 300)
        order.order_line.product_uom_qty = 2
        self.assertEqual(member.points, 5 + 50 + 60 + 600)
        order._action_cancel()
        self.assertEqual(member.points, 5)

    def test_validity_from_the_day_of_the_order(self):
        """Points expire counted from the day of the order, also those that a later edit adds (L6)."""
        self.club.program_id.rule_ids = [Command.create({"reward_point_mode": "money", "reward_point_amount": 0.001})]
        self.club.validity_days = 100
        member = self._member(self.club)
        order = self._order(member.partner_id)
        order.date_order -= timedelta(days=10)
        order.order_line.product_uom_qty = 2
        added = self.env["loyalty.ledger"].search(
            [("src_id", "=", order.id), ("src_model", "=", "sale.order"), ("occurred_on", "=", order.date_order)]
        )
        self.assertEqual(sorted(added.mapped("kind")), ["earn", "rule"])
        last_day = self.club._local_day(order.date_order) + timedelta(days=100)
        self.assertEqual(set(added.mapped("expires_on")), {last_day})

    def test_spend(self):
        """Points pay for an order; both what it earned and what it spent are rows."""
        member = self._member(self.club, points=1000)
        order = self._order(member.partner_id, confirm=False)
        self._spend(order)
        order.action_confirm()
        self.assertEqual(order.amount_total, 300000 - 1005)
        self.assertEqual(member.points, 50 + 20)
        self.assertEqual(self._rows(member)[2:], [("rule", 50), ("rule", 20), ("spend", -5), ("spend", -1000)])

    def test_spend_then_cancel(self):
        member = self._member(self.club, points=1000)
        order = self._order(member.partner_id, confirm=False)
        self._spend(order)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(member.points, 1005)

    def test_two_orders_same_points(self):
        """Two orders want the same points: the second is refused."""
        member = self._member(self.club, points=1000)
        orders = [self._order(member.partner_id, confirm=False) for _index in range(2)]
        for order in orders:
            self._spend(order)
        orders[0].action_confirm()
        member.card_id.invalidate_recordset()
        with self.assertRaises(ValidationError):
            orders[1].action_confirm()

    def test_reward_on_confirmed_order(self):
        """Native takes the points without a row when a reward is changed on a confirmed order."""
        member = self._member(self.club, points=1000)
        order = self._order(member.partner_id)
        order._update_programs_and_rewards()
        order._apply_program_reward(self.club.program_id.reward_ids, member.card_id)
        self.assertIn(("spend", -1000), self._rows(member))
        self.assertEqual(member.points, -10, "all 1085 points are spent, and the smaller order earns one step less")
        order._action_cancel()
        self.assertEqual(member.points, 1005)

    def test_earned_points_spent_meanwhile(self):
        """What a cancelled order gave was spent elsewhere: the rest is an overdraft, which the next credit settles."""
        member = self._member(self.club)
        order = self._order(member.partner_id)
        self.env["loyalty.ledger"]._post([{"card_id": member.card_id.id, "kind": "spend", "points": -85}])
        order._action_cancel()
        self.assertEqual(member.points, -80)
        self.assertLaw(self.club)
        self.env["loyalty.ledger"]._post([{"card_id": member.card_id.id, "kind": "adjust", "points": 100}])
        self.assertEqual(member.points, 20)
        lots = self.env["loyalty.lot"].search([("card_id", "=", member.card_id.id), ("remaining", ">", 0)])
        self.assertEqual(lots.mapped("remaining"), [20])

    def test_credit_note(self):
        """Native: 300 stay after a full credit note. Here a part takes back its part, and all takes back all."""
        member = self._member(self.club)
        order = self._order(member.partner_id, amount=100000, quantity=3)
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(member.points, 85)
        for quantity, points in ((1, 5 + 50 + 20), (2, 5)):
            refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            refund.invoice_line_ids.quantity = quantity
            refund.action_post()
            self.assertEqual(member.points, points)
        refund.button_draft()
        self.assertEqual(member.points, 5 + 50 + 20)

    def test_salesman_sells(self):
        """A salesman, who may not touch points, sells to a member who earns and spends."""
        member = self._member(self.club, points=1000)
        order = self._order(member.partner_id, confirm=False)
        order.user_id = self.salesman
        order = order.with_user(self.salesman)
        self._spend(order)
        order.action_confirm()
        self.assertEqual(member.points, 70)
        order._action_cancel()
        self.assertEqual(member.points, 1005)

    def test_salesman_invents(self):
        """A line that costs less than nothing would give points; a member's card cannot be put on a line by hand."""
        member = self._member(self.club)
        order = self._order(member.partner_id)
        line = order.order_line.with_user(self.salesman)
        with self.assertRaises(ValidationError):
            line.points_cost = -55555
        with self.assertRaises(AccessError):
            line.write({"coupon_id": member.card_id.id, "points_cost": 10})
        self.assertEqual(member.points, 85)

    def test_points_written_on_the_order(self):
        """A sales manager may write what an order 'will give'; the club works it out by itself."""
        manager = new_test_user(self.env, "sales_manager", groups="sales_team.group_sale_manager")
        member = self._member(self.club)
        order = self._order(member.partner_id, confirm=False).with_user(manager)
        self.env["sale.order.coupon.points"].with_user(manager).create(
            {"order_id": order.id, "coupon_id": member.card_id.id, "points": 99999}
        )
        order.action_confirm()
        self.assertEqual(member.points, 85)

    def test_card_of_another_customer(self):
        """A salesman cannot pay one customer's order with the points of another."""
        member, other = self._member(self.club, points=1000), self._member(self.club)
        order = self._order(other.partner_id, confirm=False).with_user(self.salesman)
        order.user_id = self.salesman
        order.applied_coupon_ids = member.card_id
        order._apply_program_reward(self.club.program_id.reward_ids, member.card_id)
        with self.assertRaises(UserError):
            order.action_confirm()
        self.assertEqual((member.points, other.points), (1005, 5))

    def test_minimum_dates_and_steps(self):
        """Minimum amount, dates, and only full steps (L5)."""
        club = self._club(rules=False, name="Steps")
        self._rule(club, kind="purchase", purchase_mode="step", step_amount=100000, points=10, minimum_amount=150000)
        self._rule(club, kind="purchase", points=7, date_to="2000-01-01")
        member = self._member(club)
        self._order(member.partner_id, 149999)
        self.assertEqual(member.points, 0)
        self._order(member.partner_id, 299999)
        self.assertEqual(to_points(member.points), 20)

    def test_copy_has_no_reward(self):
        member = self._member(self.club, points=1000)
        order = self._order(member.partner_id, confirm=False)
        self._spend(order)
        self.assertFalse(order.copy().order_line.coupon_id)

    def test_who_owes_points_still_buys(self):
        """A card below zero, or with more reserved than there is, spends nothing, and does not stop an order."""
        member = self._member(self.club)
        self.env["loyalty.ledger"]._post(
            [{"card_id": member.card_id.id, "kind": "adjust", "points": -30, "overdraft": True}]
        )
        order = self._order(member.partner_id, confirm=False)
        order._update_programs_and_rewards()
        self.assertFalse(order._get_claimable_rewards())
        order.action_confirm()
        self.assertEqual(member.points, -25 + 80)
