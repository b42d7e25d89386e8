"""Credit in the shop: spent like money, what ends first is used first, and a refund gives it back (L9)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .test_shop import ShopCase


@tagged("post_install", "-at_install")
class TestWallet(ShopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.club.rule_ids.active = False
        cls.today = cls.club._today()
        for amount, days in ((300, 60), (200, 10)):
            cls.member._give_credit(amount, key=f"test:{days}", days=days, reason=f"Gift {days}")
        cls.wallet = cls.member.wallet_card_id

    def _credit(self):
        self.member.invalidate_recordset()
        return self.member.credit

    def _lots(self):
        self.env["loyalty.lot"].invalidate_model()
        return [((lot.expires_on - self.today).days, lot.remaining) for lot in self.member._credit_lots()]

    def _buy(self, amount):
        """In the shop: cart, the button of the wallet, payment of the rest."""
        self.authenticate(self.portal_user.login, self.portal_user.login)
        cart = self._order(self.portal_partner, amount=amount, confirm=False)
        cart.website_id = self.website
        token = cart._portal_ensure_token()
        page = self.url_open(f"/shop/cart?id={cart.id}&access_token={token}&revive_method=squash")
        reward = self.member.club_id.wallet_program_id.reward_ids
        self.assertIn(f'value="{reward.id}"', page.text, "the wallet is offered in the cart")
        self.url_open(f"/shop/claimreward?reward_id={reward.id}&code={self.wallet.code}")
        self.assertEqual(cart.amount_total, max(amount - 500, 0))
        if cart.amount_total:
            answer = self._start_payment(cart)
            transaction = self.env["payment.transaction"].search([("reference", "=", answer["reference"])])
            self.assertEqual(self.member.spendable_credit, 0, "reserved while he pays")
            transaction._set_done()
            transaction._check_amount_and_confirm_order()
        else:
            self.url_open("/shop/payment/validate")
        self.assertEqual(cart.state, "sale")
        return cart

    def test_pay_with_all_of_it_and_get_it_back(self):
        order = self._buy(900)
        self.assertEqual(self._credit(), 0)
        wallet = self.url_open(f"/my/club/{self.member.id}/wallet").text
        self.assertIn(f"paid for {order.name}", wallet)
        self.assertIn("There is no credit now", wallet)
        invoice = order._create_invoices()
        invoice.action_post()
        refund = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        refund.create({"journal_id": invoice.journal_id.id}).refund_moves()
        invoice.reversal_move_ids.action_post()
        self.assertEqual(self._credit(), 500)
        self.assertEqual(self._lots(), [(10, 200), (60, 300)], "each part came back with its end")
        self.assertLaw(self.club)

    def test_a_small_purchase_takes_what_ends_first(self):
        order = self._buy(250)
        self.assertEqual(self._lots(), [(60, 250)])
        order._action_cancel()
        self.assertEqual(self._lots(), [(10, 200), (60, 300)])
        with freeze_time(self.env.cr.now() + timedelta(days=12)):
            self.club._expire(self.wallet)
            self.assertEqual(self._credit(), 300)
        self.assertLaw(self.club)

    def test_my_wallet(self):
        """Balance, each part with its end, and where it comes from."""
        self.authenticate(self.portal_user.login, self.portal_user.login)
        page = self.url_open(f"/my/club/{self.member.id}/wallet").text
        show = self.member.with_context(lang="en_US")._show_money
        for text in (show(500), show(300), show(200), f"Credit of {show(200)}: Gift 10", "Valid until"):
            self.assertIn(text, page)
        home = self.url_open(f"/my/club/{self.member.id}").text
        self.assertIn(f"/my/club/{self.member.id}/wallet", home)
