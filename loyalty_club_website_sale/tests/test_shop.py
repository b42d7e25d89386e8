"""A member in the shop, by its own addresses (L3)."""

from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.loyalty_club.tests.common import ClubBuilders
from odoo.addons.payment.tests.http_common import PaymentHttpCommon


class ShopCase(ClubBuilders, PaymentHttpCommon):
    """A member with a login in the shop, who can pay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(su=True, context=dict(cls.env.context, lang="en_US"))
        cls.website = cls.env["website"].search([], limit=1)
        cls.website.company_id = cls.env.company
        cls.club = cls._club()
        cls.member = cls._member(cls.club, points=995, partner=cls.portal_partner)

    def _cart(self):
        order = self._order(self.portal_partner, confirm=False)
        order.write({"website_id": self.website.id, "message_partner_ids": [Command.set(self.portal_partner.ids)]})
        return order

    def _start_payment(self, order):
        return self.make_jsonrpc_request(
            self._build_url(f"/shop/payment/transaction/{order.id}"),
            {
                "order_id": order.id,
                "access_token": None,
                "amount": order.amount_total,
                "provider_id": self.provider.id,
                "payment_method_id": self.payment_method.id,
                "flow": "direct",
                "token_id": None,
                "tokenization_requested": False,
                "landing_route": order.get_portal_url(),
            },
        )


@tagged("post_install", "-at_install")
class TestShop(ShopCase):
    @mute_logger("odoo.http")
    def test_pay_with_points(self):
        """Two carts of one customer want the same points: the second is told at the payment, before money is taken."""
        self.authenticate(self.portal_user.login, self.portal_user.login)
        first, second = self._cart(), self._cart()
        for cart in (first, second):
            self._spend(cart)
        self.env.flush_all()
        answer = self._start_payment(first)
        with self.assertRaisesRegex(JsonRpcException, "."):
            self._start_payment(second)
        self.assertEqual(self.member.card_id._spendable()[self.member.card_id], 0)
        transaction = self.env["payment.transaction"].search([("reference", "=", answer["reference"])])
        transaction._set_done()
        transaction._check_amount_and_confirm_order()
        self.assertEqual(first.state, "sale")
        self.assertEqual(self.member.points, 50 + 20)
        self.assertLaw(self.club)

    def test_what_the_cart_says(self):
        cart = self._cart()
        [note] = cart._club_cart_notes()
        self.assertEqual((note["club"], note["spendable"], note["promised"]), ("Book Lovers", "1,000", "80"))
        self._spend(cart)
        [note] = cart._club_cart_notes()
        self.assertEqual((note["spendable"], note["promised"]), ("0", "70"))
        [note] = cart.with_context(lang="fa_IR")._club_cart_notes()
        self.assertEqual(note["promised"], "۷۰")
        cart.action_confirm()
        [note] = cart._club_cart_notes()  # spent once, and what was given now may be spent
        left = cart._club_members().card_id.points
        self.assertEqual(note["spendable"], f"{left:.0f}")
        stranger = self._order(self._partner("Stranger"), confirm=False)
        self.assertEqual(stranger._club_cart_notes(), [])

    def test_cart_page(self):
        """The note is on the page of the cart; a visitor sees none."""
        cart = self._cart()
        self.authenticate(self.portal_user.login, self.portal_user.login)
        token = cart._portal_ensure_token()
        page = self.url_open(f"/shop/cart?id={cart.id}&access_token={token}&revive_method=squash")
        self.assertEqual(page.status_code, 200)
        self.assertIn("club_cart_note", page.text)
        self.assertIn("Book Lovers", page.text)
        self.authenticate(None, None)
        self.assertNotIn("club_cart_note", self.url_open("/shop/cart").text)
