"""An order of Sales that is settled at the till (L3, L6)."""

from odoo.tests import tagged

from .common import ClubPosCase


@tagged("post_install", "-at_install")
class TestPosSettled(ClubPosCase):
    def test_what_waited_for_the_payment(self):
        """The order earns once, in Sales; the till that takes the money sets its points free and gives none itself."""
        if "sale_order_origin_id" not in self.env["pos.order.line"]._fields:
            self.skipTest("pos_sale is not installed")
        self.club.rule_ids.filtered(lambda rule: rule.kind == "purchase").hold_until_paid = True
        member = self._member(self.club)
        order = self._order(member.partner_id, amount=1000)
        before = member.points
        self.assertEqual(member.held_points, 50)
        line = order.order_line
        settled = self._line(
            product=line.product_id, price=1000, sale_order_origin_id=order.id, sale_order_line_id=line.id
        )
        self._sync(member.partner_id, [settled])
        member.invalidate_recordset()
        self.assertEqual((member.points, member.held_points), (before + 50, 0))
