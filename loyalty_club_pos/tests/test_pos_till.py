"""Points spent at the till, and figures that the till invents (L3, L4)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ClubPosCase


@tagged("post_install", "-at_install")
class TestPosTill(ClubPosCase):
    def test_spend(self):
        """Points pay; what the order earned and what it spent are rows of their own."""
        member = self._member(self.club, points=1000)
        order = self._sync(member.partner_id, [self._line(qty=3), self._reward_line(member.card_id, 1005)])
        self.assertEqual(self._pos_rows(order), [("rule", 50), ("rule", 20), ("spend", -5), ("spend", -1000)])
        answer = self._confirm(order, member.card_id, -1005)
        self.assertEqual(answer["coupon_updates"][0]["points"], 70)
        self.assertEqual(member.points, 70)
        self.assertEqual(self.refused, [])

    def test_invented_figures(self):
        """Points that the order does not justify are noted and not given; the till goes on."""
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line()])
        answer = self._confirm(order, member.card_id, 99999)
        self.assertEqual(answer["coupon_updates"][0]["points"], 65)
        self.assertEqual(member.points, 65)
        self.assertEqual([card for card, _what in self.refused], [member.card_id])
        self.assertIn("99999", self.refused[0][1])

    def test_without_order(self):
        """No stored order, or one that is not paid: nothing is given."""
        member = self._member(self.club)
        nothing = self.env["pos.order"].with_user(self.cashier)
        self._confirm(nothing, member.card_id, 500)
        draft = self._sync(member.partner_id, [self._line()], state="draft", payment_ids=[])
        self._confirm(draft, member.card_id, 500)
        self.assertEqual(member.points, 5)
        self.assertEqual(len(self.refused), 2)

    def test_not_numbers(self):
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line()])
        for points in ("many", "NaN", float("inf"), None, [1]):
            self._confirm(order, member.card_id, points)
        self.assertEqual(member.points, 65)
        self.assertEqual(len(self.refused), 4)

    def test_card_behind_another_program(self):
        """Native code sets a gift card to what the till says; the card of a club cannot be passed off as one."""
        member = self._member(self.club)
        gifts = self.env["loyalty.program"].create({"name": "Gifts", "program_type": "gift_card"})
        order = self._sync(member.partner_id, [self._line()])
        for vals in (
            {"coupon_id": member.card_id.id, "code": ""},
            {"coupon_id": -1, "code": member.card_id.code},
            {"coupon_id": -1, "barcode": member.card_id.code, "code": ""},
        ):
            order.confirm_coupon_programs({"-1": {"points": 5000, "program_id": gifts.id, **vals}})
        self.assertEqual(member.points, 65)
        self.assertEqual(len(self.refused), 3)

    def test_reward_below_its_cost(self):
        """A discount of 500 for no points, or for points to be given: it costs what it costs."""
        member = self._member(self.club, points=2000)
        self._sync(member.partner_id, [self._line(), self._reward_line(member.card_id, 0, -500)])
        self.assertEqual(member.points, 2005 - 500 + 50)
        self._sync(member.partner_id, [self._line(), self._reward_line(member.card_id, -9000, -500)])
        self.assertEqual(member.points, 2005 - 1000 + 100)
        self.assertEqual(len(self.refused), 2)

    def test_reward_without_card(self):
        """The reward of the club on a line without its card is paid from the card of the customer."""
        member = self._member(self.club, points=1000)
        self._sync(member.partner_id, [self._line(), self._reward_line(member.card_id, 500, coupon_id=False)])
        self.assertEqual(member.points, 1005 - 500 + 50)

    def test_card_of_someone_else(self):
        """The points of another customer are left alone, and it is noted."""
        member, other = self._member(self.club), self._member(self.club, points=1000, name="Reza")
        self._sync(member.partner_id, [self._line(), self._reward_line(other.card_id, 1000)])
        self.assertEqual(other.points, 1005)
        self.assertEqual([card for card, _what in self.refused], [other.card_id])

    def test_sums_of_the_till(self):
        """The sums on the lines are those of quantity and price; lines that nobody paid for do not count."""
        member = self._member(self.club)
        self._sync(member.partner_id, [self._line(price_subtotal=9e9, price_subtotal_incl=9e9)], paid=100000)
        self.assertEqual(member.points, 5 + 50 + 10)
        self._sync(member.partner_id, [self._line(qty=90)], paid=100000)
        self.assertEqual(member.points, 5 + 2 * 60)
        self.assertEqual(len(self.refused), 1)

    def test_overdraft(self):
        """Sold without a connection, when the points were spent elsewhere: an overdraft, settled by the next points."""
        member = self._member(self.club, points=1000)
        for _till in range(2):
            self._sync(member.partner_id, [self._line(), self._reward_line(member.card_id, 1005)])
        self.assertEqual(member.points, 1005 - 2010 + 100)
        self.assertLaw()
        self._sync(member.partner_id, [self._line(qty=90)])
        self.assertEqual(member.points, -905 + 50 + 900)

    def test_validate(self):
        """Before payment: not more than there is, not from a card that is stopped, not what has expired."""
        member = self._member(self.club, points=95)
        till = self.env["pos.order"].with_user(self.cashier)

        def validate(points):
            return till.validate_coupon_programs({str(member.card_id.id): points}, [])

        self.assertTrue(validate(-100)["successful"])
        answer = validate(-100.5)
        self.assertFalse(answer["successful"])
        self.assertEqual(list(answer["payload"]["updated_points"].values()), [100])
        self.env["loyalty.ledger"]._post(
            [{"card_id": member.card_id.id, "kind": "adjust", "points": 50, "expires_on": "2020-01-01"}]
        )
        self.assertFalse(validate(-150)["successful"])
        member.action_suspend()
        self.assertFalse(validate(-1)["successful"])

    def test_reserve(self):
        """The second till is told before money is taken; the first pays, and a repeated call changes nothing."""
        member = self._member(self.club, points=995)
        till, card = self.env["pos.order"].with_user(self.cashier), str(member.card_id.id)
        first, second = "a" * 36, "b" * 36
        for _twice in range(2):
            self.assertTrue(till.club_reserve(first, {card: -900})["successful"])
        answer = till.club_reserve(second, {card: -101})
        self.assertFalse(answer["successful"])
        self.assertEqual(answer["payload"]["updated_points"], {member.card_id.id: 100})
        self.assertIn("100", answer["payload"]["message"])
        self.assertTrue(till.club_reserve(second, {card: -100})["successful"])
        self.assertTrue(till.validate_coupon_programs({card: -900}, [])["successful"])
        self._sync(member.partner_id, [self._line(), self._reward_line(member.card_id, 900)], uuid=first)
        self.assertEqual(member.points, 1000 - 900 + 50)
        self.assertTrue(till.club_reserve(first, {card: -900})["successful"], "paid already")
        self.assertEqual(member.card_id._spendable()[member.card_id], 50)
        till.club_reserve(second, {})
        self.assertEqual(member.card_id._spendable()[member.card_id], 150)

    def test_reserve_nonsense(self):
        """What a till cannot mean is refused or changes nothing."""
        member = self._member(self.club, points=995)
        till, card = self.env["pos.order"].with_user(self.cashier), str(member.card_id.id)
        for uuid in (None, 7, "", "x" * 1000):
            with self.assertRaises(UserError):
                till.club_reserve(uuid, {card: -1})
        for points in ("many", float("nan"), None, 500):
            till.club_reserve("c" * 36, {card: points, "no card": -5, "999999999": -5})
        self.assertFalse(self.env["loyalty.reservation"].search([("card_id", "=", member.card_id.id)]))
        with self.assertRaises(AccessError):
            self.env["pos.order"].with_user(self.env.ref("base.public_user")).club_reserve("c" * 36, {card: -1})

    def test_other_programs(self):
        """Programs without a club go on as they were."""
        wallet = self.env["loyalty.program"].create({"name": "Wallet", "program_type": "ewallet"})
        member = self._member(self.club)
        order = self._sync(member.partner_id, [self._line()])
        order.confirm_coupon_programs(
            {
                "-1": {"points": 50, "program_id": wallet.id, "coupon_id": -1, "partner_id": member.partner_id.id},
                str(member.card_id.id): {"points": 0, "program_id": self.club.program_id.id},
            }
        )
        self.assertEqual(wallet.coupon_ids.mapped("points"), [50])
        self.assertEqual(member.points, 65)

    def test_found_by_the_code_typed_by_hand(self):
        """The till asks the server as it does for any text, and looks among those it knows."""
        member = self._member(self.club, name="Sara")
        code = member.card_id.code
        persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        partners = self.env["res.partner"].with_user(self.cashier)
        for typed in (code, code.upper(), persian, member.number.lower()):
            with self.subTest(typed=typed):
                domain = ["|", ("name", "ilike", f"{typed}%"), ("barcode", "ilike", f"{typed}%")]
                found = partners.get_new_partner(self.pos_config_usd.id, domain, 0)
                self.assertEqual([one["id"] for one in found["res.partner"]], member.partner_id.ids)
        self.assertIn(code, member.partner_id.with_user(self.cashier).club_till_search)
        domain = ["|", ("name", "ilike", "044%"), ("barcode", "ilike", "044%")]
        found = partners.get_new_partner(self.pos_config_usd.id, domain, 0)
        self.assertNotIn(member.partner_id.id, [one["id"] for one in found["res.partner"]])

    def test_cashier_sees_tier(self):
        """The till loads the tier with the card; the cashier needs no right of the club for it."""
        member = self._member(self.club, points=1000)
        member.tier_id = self.club.tier_ids.filtered(lambda tier: tier.name == "Silver")
        cards = self.env["loyalty.card"].with_user(self.cashier)
        names = cards._load_pos_data_fields(self.pos_config_usd)
        [values] = cards.search_read([("id", "=", member.card_id.id)], names)
        self.assertEqual((values["club_tier_name"], values["points"]), ("Silver", 1005))
        self.assertFalse(values["club_waiting"])

    def test_cashier_sees_what_can_be_spent(self):
        """Without what waits, what is reserved elsewhere, and what has ended today and is not taken yet."""
        member = self._member(self.club, points=995)
        card, day = member.card_id, fields.Date
        self.env["loyalty.ledger"]._post(
            [
                {"card_id": card.id, "kind": "adjust", "points": 25, "available_on": day.add(day.today(), days=3)},
                {"card_id": card.id, "kind": "adjust", "points": 40, "expires_on": "2020-01-01"},
            ]
        )
        self.env["pos.order"].with_user(self.cashier).club_reserve("a" * 36, {str(card.id): -300})
        [values] = card.with_user(self.cashier).read(["club_spendable", "club_waiting"])
        self.assertEqual(values["club_spendable"], 700)
        self.assertEqual(values["club_waiting"], "25 points wait | 300 points are reserved")
        other = self.env["loyalty.program"].create({"name": "Wallet", "program_type": "ewallet"})
        card = self.env["loyalty.card"].create({"program_id": other.id, "points": 12})
        self.assertEqual(card.club_spendable, 12)
