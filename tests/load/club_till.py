"""What tills send, one random step at a time."""

import uuid
from copy import deepcopy

from odoo import fields
from odoo.fields import Command

from tests.load.club_orders import PRODUCT

PRICE = 100000


class TillSteps:
    """Steps of `club_worker.Worker`. Each takes the environment of its request and a dice."""

    def _till_order(self, env, lines, partner):
        total = sum(line["price_subtotal"] for line in lines)
        session = env["pos.session"].search([("config_id.name", "=", self.till), ("state", "!=", "closed")], limit=1)
        return {
            "uuid": str(uuid.uuid4()),
            "name": "Load",
            "state": "paid",
            "session_id": session.id,
            "partner_id": partner.id,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create({"payment_method_id": session.config_id.payment_method_ids[:1].id, "amount": total})
            ],
        }

    def _till_line(self, product, price, quantity=1, **values):
        return {
            "product_id": product.id,
            "qty": quantity,
            "price_unit": price,
            "discount": 0,
            "price_subtotal": price * quantity,
            "price_subtotal_incl": price * quantity,
            "tax_ids": [Command.clear()],
            "uuid": str(uuid.uuid4()),
            **values,
        }

    def _till(self, env, dice, reward=False):
        member = self._members(env, dice)
        product = env["product.product"].search([("name", "=", PRODUCT)], limit=1)
        lines = [self._till_line(product, PRICE, dice.randint(1, 4))]
        points = int(member.points)
        if reward and points > 0:
            gift = member.club_id.program_id.reward_ids[:1]
            values = {"reward_id": gift.id, "coupon_id": member.card_id.id, "is_reward_line": True}
            lines.append(
                self._till_line(
                    gift.discount_line_product_id,
                    -points,
                    points_cost=points,
                    reward_identifier_code=str(uuid.uuid4()),
                    **values,
                )
            )
        data = self._till_order(env, lines, member.partner_id)
        self.sent = [*self.sent[-20:], data]
        env["pos.order"].sync_from_ui([deepcopy(data)])

    def _till_with_reward(self, env, dice):
        self._till(env, dice, reward=True)

    def _till_again(self, env, dice):
        """The answer did not arrive: the till sends the order again, and asks again for the points."""
        if self.sent:
            data = dice.choice(self.sent)
            env["pos.order"].sync_from_ui([deepcopy(data)])
            order = env["pos.order"].search([("uuid", "=", data["uuid"])])
            card = self._club(env).program_id.coupon_ids.filtered(lambda card: card.partner_id == order.partner_id)[:1]
            if card:
                vals = {"points": 99, "program_id": card.program_id.id, "coupon_id": card.id, "barcode": False}
                order.confirm_coupon_programs({str(card.id): vals})

    def _till_return(self, env, dice):
        orders = env["pos.order"].search(
            [("config_id.name", "=like", "Load %"), ("amount_total", ">", 0)], order="id desc", limit=30
        )
        if orders:
            order = dice.choice(orders)
            lines = [
                self._till_line(line.product_id, line.price_unit, -line.qty, refunded_orderline_id=line.id)
                for line in order.lines
                if not line.refunded_orderline_id and not line.refund_orderline_ids
            ]
            if lines:
                env["pos.order"].sync_from_ui([self._till_order(env, lines, order.partner_id)])

    def _till_reserve(self, env, dice):
        member = self._members(env, dice)
        changes = {str(member.card_id.id): -dice.randint(0, 50)}
        env["pos.order"].club_reserve(str(uuid.UUID(int=dice.getrandbits(128))), changes)
