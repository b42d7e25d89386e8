"""The ways in which native loyalty drifts, each told twice: to Odoo's own program, where it goes wrong, and to a club
on the same rules, where it does not (L4, L6). Two tills that spend the same points are in `loyalty_club_pos`."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import ClubCase


@tagged("post_install", "-at_install")
class TestDrift(ClubCase):
    """One point for each unit of money; a point is worth one. The customer starts with 100 points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.club.rule_ids.active = False
        cls.native = cls._program("Native")
        cls.ours = cls._program("Of a club")
        cls.other_club = cls._club(rules=False, name="Of a club", program_id=cls.ours.id)
        cls.env["loyalty.program"].search([("id", "not in", (cls.native | cls.ours).ids)]).active = False

    @classmethod
    def _program(cls, name):
        return cls.env["loyalty.program"].create(
            {
                "name": name,
                "program_type": "loyalty",
                "applies_on": "both",
                "trigger": "auto",
                "rule_ids": [
                    Command.clear(),
                    Command.create({"reward_point_mode": "money", "reward_point_amount": 1}),
                ],
                "reward_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount_mode": "percent",
                            "discount": 10,
                            "discount_applicability": "order",
                            "required_points": 100,
                        }
                    ),
                ],
            }
        )

    def _told_to(self, program):
        """The only program, and a customer with a card of 100 points in it.

        :return: the card
        """
        (self.native | self.ours).active = False
        program.active = True
        partner = self._partner(f"Customer of {program.name}")
        if program == self.ours:
            return self._member(self.other_club, points=100, partner=partner).card_id
        return self.env["loyalty.card"].create({"program_id": program.id, "partner_id": partner.id, "points": 100})

    def _history(self, card):
        """What the history of the card comes to."""
        history = self.env["loyalty.history"].search([("card_id", "=", card.id)])
        return sum(history.mapped("issued")) - sum(history.mapped("used"))

    def _sell(self, card, amount=100, reward=False):
        order = self._order(card.partner_id, amount, confirm=False)
        order._update_programs_and_rewards()
        if reward:
            order._apply_program_reward(card.program_id.reward_ids, card)
            order._update_programs_and_rewards()
        order.action_confirm()
        return order

    def assertBoth(self, story, native, ours):
        """Tell a story to both and compare `(points of the card, what its history comes to)`."""
        for program, expected in ((self.native, native), (self.ours, ours)):
            card = self._told_to(program)
            story(card)
            self.env.invalidate_all()
            self.assertEqual((card.points, self._history(card)), expected, program.name)
        self.assertEqual(self.env["loyalty.ledger"].search([("card_id.program_id", "=", self.native.id)]).ids, [])

    # === THE SEVEN WAYS === #

    def test_1_card_made_with_points(self):
        """Points that are there from the start are in no history."""
        self.assertBoth(lambda card: None, native=(100, 0), ours=(100, 100))
        card = self._told_to(self.ours)
        extra = self.env["loyalty.card"].sudo().create({"program_id": self.ours.id, "points": 30})
        self.assertEqual(self.env["loyalty.ledger"].search([("card_id", "=", extra.id)]).mapped("points"), [30])
        self.assertNotEqual(card, extra)

    def test_2_order_edited_after_it_was_confirmed(self):
        """Five times the goods, and natively not a point more."""

        def story(card):
            order = self._sell(card)
            order.order_line.product_uom_qty = 5
            order._update_programs_and_rewards()

        self.assertBoth(story, native=(200, 100), ours=(600, 600))

    def test_3_edited_order_cancelled(self):
        """Natively the cancelled order takes back 500 points, of which it had given 100, and its history is gone."""

        def story(card):
            order = self._sell(card)
            order.order_line.product_uom_qty = 5
            order._update_programs_and_rewards()
            order._action_cancel()

        self.assertBoth(story, native=(-300, 0), ours=(100, 100))

    def test_4_credit_note(self):
        """The goods are given back; natively their points stay. Here several notes take back their parts."""

        def story(card):
            order = self._sell(card, 300)
            invoice = order._create_invoices()
            invoice.action_post()
            for _note in range(2):
                note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
                note.invoice_line_ids.price_unit = 150
                note.action_post()

        self.assertBoth(story, native=(400, 300), ours=(100, 100))

    def test_5_two_customers_become_one(self):
        """Natively the points of one appear at the other, without a trace."""

        def story(card):
            other = self._told_to(card.program_id)
            self.env["base.partner.merge.automatic.wizard"]._merge((card | other).partner_id.ids, card.partner_id)

        self.assertBoth(story, native=(200, 0), ours=(200, 200))
        rows = self.env["loyalty.ledger"].search([("kind", "=", "transfer"), ("club_id", "=", self.other_club.id)])
        self.assertEqual(sorted(rows.mapped("points")), [-100, 100])

    def test_6_balance_written_by_staff(self):
        """Natively a salesman writes himself what he likes."""

        def story(card):
            try:
                card.with_user(self.salesman).write({"points": card.points + 99999})
            except AccessError:
                return

        self.assertBoth(story, native=(100099, 0), ours=(100, 100))
        self.assertEqual(len(self.refused), 1)

    def test_7_history_rewritten(self):
        """Natively a salesman rewrites what happened."""

        def story(card):
            self._sell(card)
            lines = self.env["loyalty.history"].with_user(self.salesman).search([("card_id", "=", card.id)])
            try:
                lines.write({"issued": 12345, "used": 0})
            except AccessError:
                return

        self.assertBoth(story, native=(200, 12345), ours=(200, 200))

    # === OTHER PLACES THAT WRITE THE BALANCE === #

    def test_reward_on_a_confirmed_order(self):
        """Natively the reward that is added later takes its points, and its history may know nothing of it."""

        def story(card):
            order = self._sell(card, 1000)
            order._apply_program_reward(card.program_id.reward_ids, card)
            line = order.order_line.filtered("reward_id")
            line.sudo().points_cost = 250

        self.assertBoth(story, native=(850, 900), ours=(850, 850))

    def test_reward_comes_back_with_a_credit_note(self):
        """An order with a reward is given back with it: natively the points that it cost are lost."""

        def story(card):
            order = self._sell(card, 200, reward=True)
            invoice = order._create_invoices()
            invoice.action_post()
            invoice._reverse_moves([{"invoice_date": invoice.invoice_date}]).action_post()

        self.assertBoth(story, native=(200, 100), ours=(100, 100))

    def test_part_of_a_reward_comes_back(self):
        """Half of the discount goes with half of the goods: half of what it cost comes back."""
        card = self._told_to(self.ours)
        order = self._sell(card, 200, reward=True)
        invoice = order._create_invoices()
        invoice.action_post()
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        for line in note.invoice_line_ids:
            line.price_unit /= 2
        note.action_post()
        self.assertEqual(card.points, 100 - 50 + 100)
        note.button_draft()
        self.assertEqual(card.points, 100 - 100 + 200)

    def test_one_invoice_for_two_orders(self):
        """A credit note for the goods of one order leaves the points of the other."""
        card = self._told_to(self.ours)
        orders = self._sell(card, 100) | self._sell(card, 200)
        invoice = orders._create_invoices()
        invoice.action_post()
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.invoice_line_ids.filtered(lambda line: line.sale_line_ids.order_id == orders[1]).unlink()
        note.action_post()
        self.assertEqual(card.points, 100 + 200)

    def test_confirmed_again_after_cancel(self):
        """The history of both times stays."""

        def story(card):
            order = self._sell(card)
            order._action_cancel()
            order.action_draft()
            order._update_programs_and_rewards()
            order.action_confirm()

        self.assertBoth(story, native=(200, 100), ours=(200, 200))

    def test_cancelled_after_a_merge(self):
        """The order of the customer who is gone is cancelled: its points go from the card that took them over, and
        what it spent returns there with its end."""
        kept, gone = self._told_to(self.ours), self._told_to(self.ours)
        self.env["loyalty.ledger"]._post(
            [{"card_id": gone.id, "kind": "adjust", "points": 100, "expires_on": "2090-01-01"}]
        )
        order = self._sell(gone, 500, reward=True)
        self.assertEqual(gone.points, 200 - 100 + 500)
        self.env["base.partner.merge.automatic.wizard"]._merge((kept | gone).partner_id.ids, kept.partner_id)
        self.assertEqual((kept.points, gone.points), (700, 0))
        order.order_line.filtered(lambda line: not line.reward_id).product_uom_qty = 2
        order._update_programs_and_rewards()
        self.assertEqual(kept.points, 200 + 1000)
        order._action_cancel()
        self.assertEqual((kept.points, gone.points), (300, 0))
        lots = self.env["loyalty.lot"].search([("card_id", "=", kept.id), ("expires_on", "!=", False)])
        self.assertEqual(sum(lots.mapped("remaining")), 100)

    def test_generated_codes(self):
        """Natively a salesman makes cards full of points; here managers give points to customers, in the ledger."""
        values = {"mode": "selected", "points_granted": 40, "program_id": self.native.id}
        customers = self._partner("A") | self._partner("B")
        Wizard = self.env["loyalty.generate.wizard"].with_context(active_id=False)
        values["customer_ids"] = [Command.set(customers.ids)]
        native = Wizard.create(values).generate_coupons()
        self.assertEqual(native.mapped("points"), [40, 40])
        values["program_id"] = self.ours.id
        with self.assertRaises(AccessError):
            Wizard.with_user(self.salesman).create(values).generate_coupons()
        self.assertEqual(len(self.refused), 1)
        manager = new_test_user(
            self.env, "both", groups="crm_segments.crm_segments_group_manager,sales_team.group_sale_manager"
        )
        for _twice in range(2):
            cards = Wizard.with_user(manager).create(values).generate_coupons()
        self.assertEqual(cards.mapped("points"), [80, 80], "the card that each of them has")
        with self.assertRaises(UserError):
            Wizard.with_user(manager).create({**values, "mode": "anonymous", "coupon_qty": 3}).generate_coupons()

    def test_import(self):
        """A file with balances is refused, and it is kept who tried; a file without them makes empty cards."""
        manager = new_test_user(self.env, "importer", groups="sales_team.group_sale_manager")
        Card = self.env["loyalty.card"].with_user(manager)
        partner = self._partner("From a file")
        rows = [[str(self.ours.id), str(partner.id), "500"]]
        result = Card.load(["program_id/.id", "partner_id/.id", "points"], rows)
        self.assertFalse(result["ids"])
        self.assertIn("never directly", result["messages"][0]["message"])
        self.assertTrue(self.refused)
        self.assertTrue(Card.load(["program_id/.id", "partner_id/.id"], [row[:2] for row in rows])["ids"])

    def test_archive(self):
        """An archived card keeps its points and its law, and cannot be spent."""
        card = self._told_to(self.ours)
        card.active = False
        self.assertEqual((card.points, card._spendable()[card]), (100, 0))
        self._order(card.partner_id, 100)
        self.assertEqual(card.points, 100)
        self.assertLaw(self.other_club)
