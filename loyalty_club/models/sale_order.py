"""Orders of Sales and the shop in the ledger: after each native step (confirm, edit, cancel, credit note) the
difference is booked, as `club_purchase.py` does it."""

from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.points import ZERO, share, to_points
from . import club_flow


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "loyalty.club.purchase"]

    # === NATIVE FLOW === #

    def action_confirm(self):
        """Override of `sale_loyalty`: points are booked by the club, under the lock of the cards."""
        orders = self._club_enter()
        result = super(SaleOrder, orders).action_confirm()
        orders._club_sync()
        orders._club_capture()
        return result

    def _action_cancel(self):
        """Override of `sale_loyalty`: give back and take back exactly what the ledger says this order moved."""
        orders = self._club_enter()
        result = super(SaleOrder, orders)._action_cancel()
        orders._club_sync()
        orders._club_release()
        return result

    def _update_programs_and_rewards(self):
        """Override of `sale_loyalty`: on a confirmed order the difference is booked."""
        if club_flow.is_inside(self.env):
            return super()._update_programs_and_rewards()
        confirmed = self.state == "sale"
        order = self._club_enter() if confirmed else club_flow.enter(self)
        result = super(SaleOrder, order)._update_programs_and_rewards()
        if confirmed:
            order._club_sync()
        return result

    def _apply_program_reward(self, reward, coupon, **kwargs):
        """Override of `sale_loyalty`: the same for a reward that is added to a confirmed order."""
        if club_flow.is_inside(self.env):
            return super()._apply_program_reward(reward, coupon, **kwargs)
        confirmed = self.state == "sale"
        order = self._club_enter() if confirmed else club_flow.enter(self)
        result = super(SaleOrder, order)._apply_program_reward(reward, coupon, **kwargs)
        if confirmed:
            order._club_sync()
        return result

    def _get_copiable_order_lines(self):
        """Override of `sale`: a copy starts without the club's rewards, which native code removes later."""
        return super()._get_copiable_order_lines().filtered(lambda line: not line.sudo().coupon_id.club_id)

    def write(self, vals):
        result = super().write(vals)
        if {"partner_id", "date_order", "currency_id"} & vals.keys():
            self._club_sync_confirmed()
        return result

    def _update_loyalty_history(self, coupon_id, points):
        """Override of `sale_loyalty`: for a club's cards the ledger writes the history."""
        if coupon_id.sudo().club_id:
            return None
        return super()._update_loyalty_history(coupon_id, points)

    # === THE CLUB'S BOOKING === #

    def _club_counts(self):
        return self.state == "sale"

    def _club_key(self):
        return f"so:{self.id}"

    def _club_cards_domain(self):
        cards = self.order_line.coupon_id | self.coupon_point_ids.coupon_id
        return super()._club_cards_domain() | Domain("id", "in", cards.ids)

    def _club_sync_confirmed(self):
        """Book the difference after an edit, unless a native flow is on its way and will do it at its end."""
        if not club_flow.is_inside(self.env):
            orders = self.filtered(lambda order: order.state == "sale")
            if orders:
                orders._club_enter()._club_sync()

    def _club_spent(self):
        """What the rewards on this order cost that were not refunded.

        :return: `{card: points}`
        :raise UserError: when a card belongs to someone else than the customer and his company
        """
        rewards = defaultdict(self.env["sale.order.line"].browse)
        for line in self.order_line:
            if line.coupon_id.club_id and line.reward_id.program_id == line.coupon_id.program_id:
                rewards[line.coupon_id, line.reward_id, line.reward_identifier_code] |= line
        spent = defaultdict(lambda: ZERO)
        buyer = self.partner_id.commercial_partner_id
        for (card, _reward, _code), lines in rewards.items():
            if card.partner_id.commercial_partner_id != buyer:
                raise UserError(self.env._("The card %s belongs to another customer.", card.code))
            spent[card] += share(sum(lines.mapped("points_cost")), *lines._club_share_left())
        return spent

    def _club_native_earned(self):
        """What rules of the native program give, if it has any. Worked out here, never taken from the order, where
        somebody could have written it.

        :return: `{card: points}`
        """
        earned = {}
        for entry in self.coupon_point_ids:
            card, program = entry.coupon_id, entry.coupon_id.program_id
            if (
                card.club_id
                and program.rule_ids
                and card.partner_id.commercial_partner_id == (self.partner_id.commercial_partner_id)
            ):
                entry.points = self._program_check_compute_points(program)[program].get("points", [0])[0]
                earned[card] = to_points(entry.points)
        return earned

    def _club_amounts(self):
        """What counts for points: what is paid for goods, without delivery; paying with a gift card, an e-wallet or
        credit is paying. What was refunded is taken off.

        :return: `(amount less refunds, amount)`
        """
        self.ensure_one()
        lines = (self.order_line - self._get_no_effect_on_threshold_lines()).filtered(
            lambda line: not line.display_type and not line.reward_id.program_id.is_payment_program
        )
        whole = sum(lines.mapped("price_total"))
        part = sum(line.price_total * line._club_left() for line in lines)
        return max(part, 0.0), whole
