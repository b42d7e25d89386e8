"""Points for reviews in the shop: once for each product, back when the review goes (L5)."""

from odoo.tests import new_test_user, tagged

from odoo.addons.loyalty_club.tests.common import ClubCase


@tagged("post_install", "-at_install")
class TestReview(ClubCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.club.rule_ids.unlink()
        cls.rule = cls._rule(cls.club, kind="review", points=15)
        cls.portal = new_test_user(cls.env, "reviewer", groups="base.group_portal")
        cls.member = cls._member(cls.club, partner=cls.portal.partner_id)
        cls.product = cls._order(cls.member.partner_id).order_line.product_id.product_tmpl_id

    def _review(self, product=None, rate=5):
        """As the page of the product does it for the customer."""
        product = (product or self.product).with_user(self.portal).sudo()
        return product.message_post(
            body="I like it", rating_value=rate, message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    def test_once_for_each_product(self):
        self._review()
        self._review(rate=1)
        self.assertEqual(self.member.points, 15)
        self.assertEqual(self.member.ledger_ids.sentence, f"15 points for your review of {self.product.name}")
        other = self._order(self.member.partner_id).order_line.product_id.product_tmpl_id
        self._review(other)
        self.assertEqual(self.member.points, 30)

    def test_hidden_and_shown_again(self):
        review = self._review()
        review.sudo().is_internal = True
        self.assertEqual(self.member.points, 0)
        self.assertIn("your review of Shelf is gone", self.member.ledger_ids[0].sentence)
        review.sudo().is_internal = False
        self.assertEqual(self.member.points, 15)
        self.assertEqual([points for _kind, points in self._rows(self.member)], [15, -15, 15])

    def test_deleted(self):
        """By staff or by the customer; the second review of the same product keeps what the first one brought."""
        first, second = self._review(), self._review()
        first.sudo().unlink()
        self.assertEqual(self.member.points, 15)
        product = self.product.with_user(self.portal).sudo()
        product._message_update_content(second, body="", rating_value=False, strict=False)
        self.assertEqual(self.member.points, 0)

    def test_only_what_was_bought(self):
        product = self.env["product.template"].create({"name": "Never bought", "list_price": 5})
        self._review(product)
        self.assertEqual(self.member.points, 0)
        self.rule.review_bought = False
        self._review(product)
        self.assertEqual(self.member.points, 15)

    def test_in_every_company_that_sold_it(self):
        """The review is one, whichever company shows it; only where he bought the product does it bring points."""
        company = self.env["res.company"].create({"name": "Other", "currency_id": self.club.currency_id.id})
        club = self._club(rules=False, name="Elsewhere", company_id=company.id)
        rule = self._rule(club, kind="review", points=7)
        there = self._member(club, partner=self.member.partner_id)
        review = self._review()
        self.assertEqual((self.member.points, there.points), (15, 0))
        review.sudo().unlink()
        rule.review_bought = False
        review = self._review()
        self.assertEqual((self.member.points, there.points), (15, 7))
        review.with_company(company).sudo().is_internal = True
        self.assertEqual((self.member.points, there.points), (0, 0))

    def test_spent_before_it_goes(self):
        """What is taken back may exceed what is there; the ledger shows it as owed."""
        review = self._review()
        self.env["loyalty.ledger"]._post([{"card_id": self.member.card_id.id, "kind": "spend", "points": -15}])
        review.sudo().unlink()
        self.assertEqual(self.member.points, -15)

    def test_without_a_comment_or_a_member(self):
        self.product.with_user(self.portal).sudo().message_post(body="No stars", message_type="comment")
        self.assertEqual(self.member.points, 0)
        stranger = new_test_user(self.env, "stranger", groups="base.group_portal")
        product = self.product.with_user(stranger).sudo()
        self.assertTrue(product.message_post(body="Hm", rating_value=3, message_type="comment"))
