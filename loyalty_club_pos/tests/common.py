"""A till with an open session, members, and orders as the till sends them."""

from uuid import uuid4

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.loyalty_club.tests.common import ClubBuilders
from odoo.addons.point_of_sale.tests.common import CommonPosTest


@tagged("post_install", "-at_install")
class ClubPosCase(ClubBuilders, CommonPosTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(su=True, context=dict(cls.env.context, tracking_disable=True, lang="en_US"))
        cls.club = cls._club()
        cls.book = cls._goods("Book", 100000)
        cls.cashier = cls.env["res.users"].create(
            {
                "name": "Cashier",
                "login": "club_cashier",
                "group_ids": [
                    Command.set([cls.env.ref("base.group_user").id, cls.env.ref("point_of_sale.group_pos_user").id])
                ],
                "company_id": cls.env.company.id,
                "company_ids": [Command.set(cls.env.company.ids)],
            }
        )
        cls.pos_config_usd.open_ui()
        cls.session = cls.pos_config_usd.current_session_id
        cls.session.sudo().start_at = fields.Datetime.subtract(fields.Datetime.now(), hours=1)

    def setUp(self):
        """Refusals are written on a connection of their own, which a test that rolls back must not do."""
        super().setUp()
        self.refused = []
        self.patch(
            self.registry["loyalty.club.refusal"],
            "_log",
            lambda log, cards, what: self.refused.extend((card, what) for card in cards),
        )

    def tearDown(self):
        self.assertLaw()
        super().tearDown()

    @classmethod
    def _goods(cls, name, price):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "type": "service",
                "taxes_id": [Command.clear()],
                "available_in_pos": True,
            }
        )

    def _line(self, product=None, price=None, qty=1, **values):
        product = product or self.book
        price = product.list_price if price is None else price
        return {
            "product_id": product.id,
            "qty": qty,
            "price_unit": price,
            "discount": 0,
            "price_subtotal": price * qty,
            "price_subtotal_incl": price * qty,
            "tax_ids": [Command.clear()],
            "uuid": str(uuid4()),
            **values,
        }

    def _reward_line(self, card, points, price=None, **values):
        """The line that the till makes when the club's reward is chosen there."""
        reward = card.program_id.reward_ids[:1]
        return self._line(
            reward.discount_line_product_id,
            -points if price is None else price,
            **{
                "reward_id": reward.id,
                "coupon_id": card.id,
                "is_reward_line": True,
                "points_cost": points,
                "reward_identifier_code": str(uuid4()),
                **values,
            },
        )

    def _sync(self, partner, lines, paid=None, **values):
        """An order as the till of the cashier sends it when it is paid.

        :param paid: what the customer gave, when it is not the sum of the lines
        """
        total = sum(line["price_subtotal_incl"] for line in lines) if paid is None else paid
        data = {
            "uuid": str(uuid4()),
            "name": "Order",
            "state": "paid",
            "session_id": self.session.id,
            "user_id": self.cashier.id,
            "partner_id": partner.id,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "to_invoice": False,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create(
                    {
                        "payment_method_id": self.bank_payment_method.id,
                        "amount": total,
                        "name": fields.Datetime.to_string(fields.Datetime.now()),
                    }
                )
            ],
            **values,
        }
        result = self.env["pos.order"].with_user(self.cashier).sync_from_ui([data])
        ids = [order["id"] for order in result["pos.order"] if order["uuid"] == data["uuid"]]
        return self.env["pos.order"].browse(ids).with_user(self.cashier)

    def _confirm(self, order, card, points, **values):
        """The till's call about points after the order was sent.

        :return: what the till is told
        """
        vals = {"points": points, "program_id": card.program_id.id, "coupon_id": card.id, "barcode": False, **values}
        return order.confirm_coupon_programs({str(card.id): vals})

    def _return(self, order, quantities):
        """Return some of an order's lines at the till.

        :param dict quantities: `{line: how many}`
        """
        lines = [
            self._line(line.product_id, line.price_unit, -qty, refunded_orderline_id=line.id)
            for line, qty in quantities.items()
        ]
        return self._sync(order.partner_id, lines, is_refund=True)

    def _pos_rows(self, order):
        rows = self.env["loyalty.ledger"].search(
            [("src_model", "=", "pos.order"), ("src_id", "=", order.id)], order="id"
        )
        return [(row.kind, row.points) for row in rows]
