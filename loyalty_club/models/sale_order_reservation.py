"""Points reserved for an order while its customer pays, and spent as they were reserved once he has paid."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ValidationError

from ..tools.points import to_points

# A transfer that the bank has on its way.
PENDING_DAYS = 7


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _club_reserve(self, until=None):
        """Hold the points that the rewards of these orders cost, before money is taken.

        :param datetime until: how long; by default as the club says
        :raise ValidationError: when the points are no longer there
        """
        for order in self.sudo():
            wanted = order._club_spent()
            minutes = min((card.club_id.reservation_minutes for card in wanted), default=0)
            lacking = self.env["loyalty.reservation"]._reserve(
                order._club_key(),
                wanted,
                until or fields.Datetime.now() + timedelta(minutes=minutes),
                document=order.name,
            )
            if lacking:
                raise ValidationError(
                    self.env._(
                        "Your points have changed: %(points)s can be spent now. Please go back to the cart and choose"
                        " the reward again.",
                        points=max(*lacking.values(), 0),
                    )
                )

    def _club_release(self):
        """Give up what was reserved for these orders."""
        for order in self:
            self.env["loyalty.reservation"]._close(order._club_key(), "released")

    def _club_capture(self):
        """What was reserved for these orders is spent."""
        for order in self:
            self.env["loyalty.reservation"]._close(order._club_key(), "captured")

    def _club_is_paid(self):
        """Whether the customer has paid before the order was confirmed."""
        return any(transaction.state in ("authorized", "done") for transaction in self.sudo().transaction_ids)

    def _get_real_points_for_coupon(self, coupon, post_confirm=False):
        """Override of `sale_loyalty`: what is reserved elsewhere or has expired cannot be spent. What the customer has
        paid with is what he had reserved, neither more nor less, whatever became of his points meanwhile. An order that
        spends nothing of a card below zero is none the worse for it."""
        points = super()._get_real_points_for_coupon(coupon, post_confirm)
        card = coupon.sudo()
        if not card.club_id:
            return points
        spent = sum(self.order_line.filtered(lambda line: line.coupon_id == coupon).mapped("points_cost"))
        if self.state != "sale" and self._club_is_paid():
            held = (
                self.env["loyalty.reservation"]
                .sudo()
                .search(
                    [
                        ("reference", "=", self._club_key()),
                        ("card_id", "=", card._club_final().id),
                        ("state", "!=", "released"),
                    ]
                )
            )
            return float(to_points(held.points) - to_points(spent)) if held else points
        points -= float(to_points(card.points) - card._spendable(besides=self._club_key())[card])
        return points if spent else max(points, 0.0)

    def _club_may_overdraw(self):
        """The customer has paid: what he spent is spent."""
        return self._club_is_paid()
