"""What an order of the till is worth, worked out from its stored lines and payments."""

from collections import defaultdict

from odoo import models

from odoo.addons.loyalty_club.tools.points import ZERO, share, to_points

from ..tools import native_points


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _club_amounts(self):
        """What was paid for goods, without a tip. Lines say it, but no more than what was really paid."""
        self.ensure_one()
        tip = self.config_id.tip_product_id
        lines = self.lines._club_own().filtered(
            lambda line: not line._club_is_paying() and (not tip or line.product_id != tip)
        )
        unpaid = self._club_unpaid()
        amounts = [(line._club_amount(), line._club_left()) for line in lines]
        whole = max(sum(amount for amount, _left in amounts) - unpaid, 0.0)
        part = max(sum(amount * left for amount, left in amounts) - unpaid, 0.0)
        return part, whole

    def _club_unpaid(self):
        """By how much the lines exceed the payments, apart from rounding."""
        total = sum(line._club_amount() for line in self.lines)
        tolerance = self.currency_id.rounding * (len(self.lines) + 1)
        if self.config_id.cash_rounding:
            tolerance += self.config_id.rounding_method.rounding
        unpaid = total - sum(self.payment_ids.mapped("amount"))
        return unpaid if unpaid > tolerance else 0.0

    def _club_native_earned(self):
        """What rules of a native program that became a club give: by the server's own count of the lines."""
        earned = {}
        for member in self._club_members():
            program = member.club_id.program_id
            rules = program.rule_ids.filtered(lambda rule: rule.mode == "auto")
            if rules and program.active and program.pos_ok:
                points = native_points.earned([self._club_native_rule(rule) for rule in rules], self._club_lines())
                earned[member.card_id] = share(points, *self._club_paid_share())
        return {card: points for card, points in earned.items() if points}

    def _club_native_rule(self, rule):
        currency = self.currency_id
        return native_points.Rule(
            mode=rule.reward_point_mode,
            points=rule.reward_point_amount,
            minimum_quantity=rule.minimum_qty,
            minimum_amount=rule.currency_id._convert(
                rule.minimum_amount, currency, self.company_id, self._club_moment()
            ),
            tax_included=rule.minimum_amount_tax_mode == "incl",
            products=None if rule.any_product else frozenset(rule.valid_product_ids.ids),
        )

    def _club_lines(self):
        return [
            native_points.Line(line.product_id.id, line.qty, line._club_amount(), line._club_amount("price_subtotal"))
            for line in self.lines._club_own()
            if not line.reward_id and not line.combo_parent_id
        ]

    def _club_paid_share(self):
        """What the lines come to less what was not paid, and what they come to."""
        total = sum(line._club_amount() for line in self.lines._club_own() if not line._club_is_paying())
        return total - self._club_unpaid(), total

    # === REWARDS === #

    def _club_rewards(self):
        """The rewards of clubs on this order, each with all its lines.

        :return: `[(card, lines)]`; without a card when the customer has none
        """
        groups = defaultdict(self.env["pos.order.line"].browse)
        own = self.lines._club_own().filtered("reward_id")
        for line in own.filtered(lambda line: line.reward_id.program_id._clubs()):
            groups[line.reward_id, line.coupon_id, line.reward_identifier_code] |= line
        if not groups:
            return []
        cards = {member.card_id.program_id: member.card_id for member in self._club_members()}
        return [
            (card or cards.get(reward.program_id) or card, lines) for (reward, card, _code), lines in groups.items()
        ]

    def _club_cost(self, lines):
        """What one reward costs, of which nothing was returned."""
        reward = lines.reward_id
        least = native_points.least_cost(
            "product" if reward.reward_type == "product" else reward.discount_mode,
            reward.required_points,
            reward.discount,
            sum(line._club_amount() for line in lines),
            sum(lines.mapped("qty")) / (reward.reward_product_qty or 1),
        )
        tolerance = native_points.CENT * len(lines)
        if reward.discount_mode == "per_point" and reward.discount:
            tolerance += to_points(self.currency_id.rounding * len(lines) / reward.discount)
        return native_points.cost(sum(lines.mapped("points_cost")), least, tolerance)

    def _club_is_buyers(self, card, program):
        return (
            card.club_id
            and card.program_id == program
            and card.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
        )

    def _club_spent(self):
        """What the rewards cost that were not returned. Cards of other customers are not touched."""
        spent = defaultdict(lambda: ZERO)
        for card, lines in self._club_rewards():
            if not self._club_is_buyers(card, lines.reward_id.program_id):
                continue
            whole = sum(abs(line._club_amount()) for line in lines)
            left = sum(abs(line._club_amount()) * line._club_left() for line in lines)
            if not whole:
                whole, left = len(lines), sum(line._club_left() for line in lines)
            spent[card] += share(self._club_cost(lines), left, whole)
        return spent

    # === WHAT WAS NOT BELIEVED === #

    def _club_note_objections(self):
        """Note what the till sent and the server did not believe."""
        refusal = self.env["loyalty.club.refusal"]
        if unpaid := self._club_unpaid():
            for member in self._club_members():
                refusal._log(
                    member.card_id,
                    self.env._(
                        "Order %(order)s: its lines exceed what was paid by %(amount)s",
                        order=self.display_name,
                        amount=self.currency_id.format(unpaid),
                    ),
                )
        for card, lines in self._club_rewards():
            if not card:
                continue
            claimed, cost = to_points(sum(lines.mapped("points_cost"))), self._club_cost(lines)
            if not self._club_is_buyers(card, lines.reward_id.program_id):
                what = self.env._("Order %s: reward with the card of another customer", self.display_name)
            elif claimed < cost:
                what = self.env._(
                    "Order %(order)s: a reward of %(cost)s points for %(claimed)s",
                    order=self.display_name,
                    cost=cost,
                    claimed=claimed,
                )
            else:
                continue
            refusal._log(card, what)
