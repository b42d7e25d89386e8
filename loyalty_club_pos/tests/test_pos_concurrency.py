"""Two tills at the same moment, with real connections (L4)."""

from copy import deepcopy
from uuid import uuid4

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.loyalty_club.tests.concurrency import ConcurrentCase


@tagged("post_install", "-at_install")
class TestPosConcurrency(ConcurrentCase):
    def setUp(self):
        self.order_uuids, self.ids = [], {}
        super().setUp()
        with self._transaction() as env:
            type(self).env = env
            if not env.company.chart_template:
                self.skipTest("a till needs accounts")
            journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
            method = env["pos.payment.method"].create({"name": "At once", "journal_id": journal.id})
            config = env["pos.config"].create({"name": "At once", "payment_method_ids": [Command.set(method.ids)]})
            config.open_ui()
            club = env["loyalty.club"].browse(self.club_id)
            member = self._member(club, points=995, partner=env["res.partner"].browse(self.partner_ids[0]))
            product = env["product.product"].create(
                {"name": "At once", "list_price": 100000, "type": "service", "taxes_id": [Command.clear()]}
            )
            self.ids = {
                "method": method.id,
                "config": config.id,
                "session": config.current_session_id.id,
                "member": member.id,
                "card": member.card_id.id,
                "product": product.id,
                "reward": club.program_id.reward_ids.id,
                "discount": club.program_id.reward_ids.discount_line_product_id.id,
            }

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM pos_order WHERE uuid = ANY(%s)", [self.order_uuids])
            orders = [row[0] for row in cr.fetchall()]
            cr.execute("DELETE FROM pos_order_line WHERE order_id = ANY(%s)", [orders])
            cr.execute("DELETE FROM pos_payment WHERE pos_order_id = ANY(%s)", [orders])
            cr.execute("DELETE FROM pos_order WHERE id = ANY(%s)", [orders])
        with self._transaction() as env:
            if self.ids:
                env["pos.session"].browse(self.ids["session"]).unlink()
                env["pos.config"].browse(self.ids["config"]).unlink()
                env["pos.payment.method"].browse(self.ids["method"]).unlink()
        return super()._remove()

    def _data(self, *lines):
        """An order that is paid, as a till sends it.

        :param lines: `(product, price, other values)`
        """
        total = sum(price for _product, price, _values in lines)
        uuid = str(uuid4())
        self.order_uuids.append(uuid)
        return {
            "uuid": uuid,
            "name": "At once",
            "state": "paid",
            "session_id": self.ids["session"],
            "partner_id": self.partner_ids[0],
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "lines": [
                Command.create(
                    {
                        "product_id": product,
                        "qty": 1,
                        "price_unit": price,
                        "discount": 0,
                        "price_subtotal": price,
                        "price_subtotal_incl": price,
                        "tax_ids": [Command.clear()],
                        "uuid": str(uuid4()),
                        **values,
                    }
                )
                for product, price, values in lines
            ],
            "payment_ids": [Command.create({"payment_method_id": self.ids["method"], "amount": total})],
        }

    def _spending(self):
        return self._data(
            (self.ids["product"], 100000, {}),
            (
                self.ids["discount"],
                -1000,
                {
                    "reward_id": self.ids["reward"],
                    "coupon_id": self.ids["card"],
                    "is_reward_line": True,
                    "points_cost": 1000,
                    "reward_identifier_code": str(uuid4()),
                },
            ),
        )

    def _sync(self, data):
        return lambda env: env["pos.order"].sync_from_ui([deepcopy(data)])

    def _kinds(self):
        with self._transaction() as env:
            rows = env["loyalty.ledger"].search([("card_id", "=", self.ids["card"])], order="id")
            return [(row.kind, row.points) for row in rows], env["loyalty.card"].browse(self.ids["card"]).points

    def test_two_tills_spend_the_same_points(self):
        """Both sold already: nobody gets an error, the second spend is an overdraft and the law holds."""
        steps = [self._sync(self._spending()) for _till in range(2)]
        self.assertEqual(self._at_once(*steps), [])
        rows, points = self._kinds()
        self.assertEqual(points, 1000 - 2000 + 2 * 50)
        self.assertEqual(sum(moved for kind, moved in rows if kind == "spend"), -2000)
        self.assertEqual(sum(moved for kind, moved in rows if kind in ("rule", "adjust")), 1100)
        self._check()

    def test_call_repeated_at_once(self):
        """The till did not hear the answer and calls again while the first call is on its way."""
        data = self._data((self.ids["product"], 100000, {}))
        with self._transaction() as env:
            env["pos.order"].sync_from_ui([deepcopy(data)])

        def confirm(env):
            order = env["pos.order"].search([("uuid", "=", data["uuid"])])
            vals = {"points": 0, "program_id": order.env["loyalty.card"].browse(self.ids["card"]).program_id.id}
            order.confirm_coupon_programs({str(self.ids["card"]): vals})

        self.assertEqual(self._at_once(confirm, confirm, confirm), [])
        self.assertEqual(self._kinds()[1], 1000 + 50 + 10)
        self._check()

    def test_two_returns_at_once(self):
        """Two tills take the same goods back: no more is taken than was given."""
        data = self._data((self.ids["product"], 100000, {}))
        with self._transaction() as env:
            env["pos.order"].sync_from_ui([deepcopy(data)])
            line = env["pos.order"].search([("uuid", "=", data["uuid"])]).lines.id
        back = [
            self._data((self.ids["product"], -100000, {"qty": -1, "price_unit": 100000, "refunded_orderline_id": line}))
            for _till in range(2)
        ]
        self.assertEqual(self._at_once(*(self._sync(one) for one in back)), [])
        self.assertEqual(self._kinds()[1], 1000)
        self._check()
