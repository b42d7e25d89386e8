"""Purchases at the till count for the tiers (L7)."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import ClubPosCase


@tagged("post_install", "-at_install")
class TestPosTier(ClubPosCase):
    def _tiered(self, basis, threshold):
        club = self._club(
            tier_ids=[
                Command.create({"name": "Normal", "basis": basis, "threshold": 0}),
                Command.create({"name": "Gold", "basis": basis, "threshold": threshold}),
            ]
        )
        return self._member(club)

    def test_spend(self):
        """Amounts of Sales and of the till add up; what is returned is taken off."""
        member = self._tiered("spend", 400000)
        self._order(member.partner_id, amount=200000)
        order = self._sync(member.partner_id, [self._line(qty=2)])
        self.assertEqual(member.tier_id.name, "Gold")
        self._return(order, {order.lines: 1})
        metrics = member.club_id.tier_ids._metrics(member)[member.id]
        self.assertEqual(set(metrics.values()), {300000})

    def test_orders(self):
        """Each order of the till is an order; a return is none."""
        member = self._tiered("orders", 3)
        self._order(member.partner_id)
        order = self._sync(member.partner_id, [self._line()])
        self._return(order, {order.lines: 1})
        self.assertEqual(member.tier_id.name, "Normal")
        self._sync(member.partner_id, [self._line()])
        self.assertEqual(member.tier_id.name, "Gold")
