"""Orders of Sales and the shop in the ledger, gross, and always as the order is now.

After each native step (confirm, edit, cancel, credit note) the club compares what the order should have moved with
what it has moved and books the difference. So an order edited and then cancelled gives back exactly what it gave, a
repeated step books nothing, and an order that earns as much as it spends still shows both.
"""

from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.points import ZERO, share, to_points
from . import club_flow


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === NATIVE FLOW === #

    def action_confirm(self):
        """Override of `sale_loyalty`: points are booked by the club, under the lock of the cards."""
        orders = self._club_enter()
        result = super(SaleOrder, orders).action_confirm()
        orders._club_sync()
        return result

    def _action_cancel(self):
        """Override of `sale_loyalty`: give back and take back exactly what the ledger says this order moved."""
        orders = self._club_enter()
        result = super(SaleOrder, orders)._action_cancel()
        orders._club_sync()
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

    def _club_enter(self):
        """Lock the cards that these orders may move, before anything is read, and mark the flow.

        :return: the orders with the mark
        """
        partners = self.partner_id | self.partner_id.commercial_partner_id
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("club_id", "!=", False),
                    "|",
                    "|",
                    ("partner_id", "in", partners.ids),
                    ("id", "in", self.sudo().order_line.coupon_id.ids),
                    ("id", "in", self.sudo().coupon_point_ids.coupon_id.ids),
                ]
            )
        )
        cards._club_lock()
        return club_flow.enter(self)

    def _club_sync_confirmed(self):
        """Book the difference after an edit, unless a native flow is on its way and will do it at its end."""
        if not club_flow.is_inside(self.env):
            orders = self.filtered(lambda order: order.state == "sale")
            if orders:
                orders._club_enter()._club_sync()

    def _club_sync(self, source=None):
        """Bring the ledger in line with these orders.

        :param source: the document that made the change, when it is not the order
        """
        self.env.flush_all()
        entries = []
        for order in self.sudo():
            posted = order._club_posted()
            target = order._club_target(posted) if order.state == "sale" else {}
            if posted or target:
                entries += order._club_difference(posted, target, source)
        # What comes first, then what is spent, then what is taken back: an order may spend what it has just earned,
        # and a reward that makes the order smaller does not lack the points that the order then earns less.
        entries.sort(key=lambda entry: (entry["points"] < 0, entry["kind"] == "reverse"))
        if entries:
            self.env["loyalty.ledger"]._post(entries)

    def _club_posted(self):
        """What this order has moved so far.

        :return: `{(card id, kind, rule id): [(row, what is left of it after reversals)]}`, oldest first
        """
        self.ensure_one()
        ledger = self.env["loyalty.ledger"].sudo()
        rows = ledger.search(
            [
                ("src_model", "=", self._name),
                ("src_id", "=", self.id),
                ("kind", "in", ["earn", "rule", "spend"]),
            ],
            order="id",
        )
        reversed_points = dict(
            ledger._read_group(
                [("reverses_id", "in", rows.ids), ("kind", "=", "reverse")], ["reverses_id"], ["points:sum"]
            )
        )
        posted = defaultdict(list)
        for row in rows:
            left = to_points(row.points) + to_points(reversed_points.get(row))
            posted[row.card_id.id, row.kind, row.rule_id.id].append((row, left))
        return dict(posted)

    def _club_target(self, posted):
        """What this confirmed order should have moved, as it is now.

        :return: `{(card id, kind, rule id): {"points": Decimal, "entry": values for a new row}}`
        """
        target = {}
        for card, points in self._club_spent().items():
            target[card.id, "spend", False] = {"points": -points, "entry": {}}
        part, whole = self._club_amounts()
        for card, points in self._club_native_earned().items():
            target[card.id, "earn", False] = {
                "points": share(points, part, whole),
                "entry": {"expires_on": card.club_id._expiry_of(card.club_id._local_day(self.date_order))},
            }
        for member in self._club_members():
            target.update(self._club_rule_target(member, posted))
        return target

    def _club_spent(self):
        """What the rewards on this order cost.

        :return: `{card: points}`
        :raise UserError: when a card belongs to someone else than the customer and his company
        """
        spent = defaultdict(lambda: ZERO)
        buyer = self.partner_id.commercial_partner_id
        for line in self.order_line:
            card = line.coupon_id
            if not card.club_id or line.reward_id.program_id != card.program_id or not line.points_cost:
                continue
            if card.partner_id.commercial_partner_id != buyer:
                raise UserError(self.env._("The card %s belongs to another customer.", card.code))
            spent[card] += to_points(line.points_cost)
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

    def _club_members(self):
        """The active memberships that this order counts for: the customer's own, else those of his company."""
        Member = self.env["loyalty.club.member"].sudo()
        domain = [("state", "=", "active"), ("company_id", "in", [self.company_id.id, self.company_id.parent_id.id])]
        own = Member.search([*domain, ("partner_id", "=", self.partner_id.id)])
        commercial = Member.search([*domain, ("partner_id", "=", self.partner_id.commercial_partner_id.id)])
        return own | commercial.filtered(lambda member: member.club_id not in own.club_id)

    def _club_rule_target(self, member, posted):
        """What the purchase rules of a member's club give for this order: by today's rule for a new row, by the rule
        that earned where there is one."""
        target = {}
        club, card = member.club_id, member.card_id
        part, _whole = self._club_amounts()
        amount = self.currency_id._convert(
            part, club.currency_id, self.company_id, self.date_order or fields.Date.today()
        )
        rules = club.with_context(active_test=False).rule_ids.filtered(lambda rule: rule._trigger() == "purchase")
        for rule in rules:
            slot = (card.id, "rule", rule.id)
            rows = posted.get(slot)
            born_later = rule.create_date and rule.create_date.replace(microsecond=0) > self.date_order
            if not rows and (born_later or not rule._valid_on(rule._local_day(self.date_order))):
                continue
            snapshot = rows[-1][0].rule_snapshot if rows else rule._snapshot()
            points = rule._kind()._points(snapshot, {"amount": amount})
            entry = rule._entry(card, points, occurred_on=self.date_order)
            target[slot] = {"points": points, "entry": {**entry, "rule_snapshot": snapshot}}
        return target

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
        return max(whole - self._club_refunded(), 0.0), whole

    def _club_refunded(self):
        """What credit notes have taken off, unless it was invoiced again."""
        moves = self.order_line.invoice_lines.move_id.filtered(lambda move: move.state == "posted")
        refunds = sum(moves.filtered(lambda move: move.move_type == "out_refund").mapped("amount_total"))
        if not refunds:
            return 0.0
        invoices = sum(moves.filtered(lambda move: move.move_type == "out_invoice").mapped("amount_total"))
        return min(refunds, max(self.amount_total - (invoices - refunds), 0.0))

    def _club_difference(self, posted, target, source):
        """Entries that lead from what was posted to the target."""
        entries = []
        for slot in dict.fromkeys([*posted, *target]):
            card_id, kind, rule_id = slot
            rows = posted.get(slot, [])
            now = sum((left for _row, left in rows), ZERO)
            wanted = target.get(slot, {}).get("points", ZERO)
            if abs(wanted) > abs(now):
                values = dict(target[slot]["entry"], card_id=card_id, kind=kind, points=wanted - now, src=self)
                values["key"] = f"so:{self.id}:{card_id}:{kind}:{rule_id or 0}:{len(rows)}"
                if kind != "spend":
                    values["occurred_on"] = self.date_order
                entries.append(values)
            elif wanted != now:
                entries += self._club_reversals(rows, abs(now) - abs(wanted), source or self)
        return entries

    def _club_reversals(self, rows, points, source):
        """Take back part of what some rows moved, the newest first; never more than is left of each."""
        entries = []
        for row, left in reversed(rows):
            part = min(abs(left), points)
            if part <= 0:
                continue
            points -= part
            times = self.env["loyalty.ledger"].sudo().search_count([("reverses_id", "=", row.id)])
            entries.append(
                {
                    "card_id": row.card_id.id,
                    "kind": "reverse",
                    "points": part if row.points < 0 else -part,
                    "lot_id": row.lot_id.id,
                    "overdraft": True,
                    "reverses_id": row.id,
                    "rule_id": row.rule_id.id or None,
                    "rule_snapshot": row.rule_snapshot or None,
                    "src": source,
                    "key": f"reverse:{row.id}:{times}",
                }
            )
        return entries
