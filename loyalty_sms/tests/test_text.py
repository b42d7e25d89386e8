from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestText(SmsCase):
    """S7: the text that leaves, its parts, its price, who takes it."""

    def test_footer_by_purpose(self):
        self.company.write({"loyalty_sms_footer_marketing": "لغو۱۱", "loyalty_sms_footer_service": "Shop"})
        self.assertEqual(self._enqueue(body="تخفیف! ", purpose="marketing").body, "تخفیف!\nلغو۱۱")
        self.assertEqual(self._enqueue(body="تخفیف لغو 11 لغو11", purpose="marketing").body, "تخفیف لغو 11 لغو11")
        self.assertEqual(self._enqueue(body="Sent").body, "Sent\nShop")
        self.assertEqual(self._enqueue(body="12345", purpose="code").body, "12345")
        self.assertEqual(self._enqueue(body="Yes", is_answer=True).body, "Yes")

    def test_footer_counts(self):
        self.company.loyalty_sms_footer_marketing = "لغو۱۱"
        message = self._enqueue(body="س" * 65, purpose="marketing")
        self.assertEqual((message.parts, message.encoding), (2, "ucs2"))

    def test_links_where_they_are_taken(self):
        other = self._gateway("Second", sequence=99)
        self.gateway.refuses_links = True
        link, plain = self._enqueue(body="see https://shop.ir/x"), self._enqueue("+989121234568")
        self._dispatch()
        self.assertEqual((link.gateway_id, plain.gateway_id), (other, self.gateway))
        other.refuses_links = True
        link = self._enqueue(body="see https://shop.ir/x")
        self._dispatch()
        self.assertEqual(link.state, "failed")
        self.assertIn("links", link.reason)

    def test_blanks_around_a_text_do_not_cost(self):
        """The templates of Odoo's delivery and point of sale begin with a line of blanks."""
        message = self._enqueue(body="\n                " + "س" * 70 + "\n            ")
        self.assertEqual((message.body, message.parts), ("س" * 70, 1))

    def test_landlines_are_told_apart(self):
        sms = self._sms(number="02188776655")
        sms.send()
        self.assertEqual(sms.failure_type, "sms_number_format")

    def test_box_is_for_staff(self):
        portal = self._portal_user(self._customer(phone="+989121234567"))
        with self.assertRaises(AccessError):
            self.env["res.company"].with_user(portal).get_loyalty_sms_writing()

    def test_what_the_box_gets_to_know(self):
        self.gateway.price = 1200
        line = self._gateway("Advertising", sequence=99, price=900, refuses_links=True)
        self.env["loyalty.sms.route"].create(
            {"name": "Route", "purpose": "marketing", "prefix": "+98", "line_ids": [(0, 0, {"gateway_id": line.id})]}
        )
        self.company.loyalty_sms_footer_marketing = "لغو۱۱"
        self.assertEqual(
            self.env["res.company"].with_user(self.user).get_loyalty_sms_writing(),
            {
                "on": True,
                "prices": {"marketing": 900, "service": 1200},
                "currency": self.company.currency_id.id,
                "footers": {"marketing": "لغو۱۱", "service": ""},
                "refuses_links": {"marketing": True, "service": False},
                "base": self.company.get_base_url(),
                "link": self.company._loyalty_sms_short_link(),
            },
        )
