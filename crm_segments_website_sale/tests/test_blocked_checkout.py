from odoo.exceptions import ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_segments.tests.common import CustomersCase
from odoo.addons.website_sale.tests.common import WebsiteSaleCommon


@tagged("post_install", "-at_install")
class TestBlockedCheckout(HttpCase, WebsiteSaleCommon, CustomersCase):
    # C3: blocked customers do not order in the shop

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.blocked = cls._customer("Blocked", phone="+989127770011", email="blocked@example.com")
        cls.blocked._block("Fraud")

    def _guest(self, **values):
        address = {"street": "Enghelab 1", "city": "Tehran", "zip": "11111", "country_id": self.env.ref("base.ir").id}
        guest = self.env["res.partner"].create({"name": "Guest", "email": "guest@example.com", **address, **values})
        self.cart.write({"partner_id": guest.id, "partner_invoice_id": guest.id, "partner_shipping_id": guest.id})
        return guest

    def assertRefused(self):
        with self.assertRaisesRegex(ValidationError, "We cannot take this order online"):
            self.cart._check_cart_is_ready_to_be_paid()

    def test_guest_with_his_phone_or_mail_in_any_spelling(self):
        for values in ({"phone": "۰۹۱۲ ۷۷۷ ۰۰۱۱"}, {"email": "Blocked@Example.COM"}):
            self._guest(**values)
            self.assertRefused()

    def test_who_buys_for_a_blocked_company(self):
        company = self._customer("Press", is_company=True)
        self._guest(parent_id=company.id)
        self.assertFalse(self.cart._is_of_blocked())
        company._block("Unpaid")
        self.assertRefused()

    def test_unblocked_orders_again(self):
        self._guest(phone="09127770011")
        self.blocked.action_unblock()
        self.assertFalse(self.cart._is_of_blocked())

    def test_payment_page_says_so_and_takes_nothing(self):
        self.authenticate(None, None)
        product = self.product
        product.website_published = True
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {"product_template_id": product.product_tmpl_id.id, "product_id": product.id, "quantity": 1},
        )
        answer = self.url_open(
            "/shop/address/submit",
            data={
                "csrf_token": Request.csrf_token(self),
                "name": "Somebody",
                "email": "somebody@example.com",
                "phone": "0912 777 0011",
                "street": "Enghelab 1",
                "city": "Tehran",
                "zip": "11111",
                "country_id": self.env.ref("base.ir").id,
                "address_type": "billing",
                "use_delivery_as_billing": "true",
                "required_fields": "",
            },
        )
        self.assertEqual(answer.json().get("invalid_fields"), None, answer.text)
        page = self.url_open("/shop/payment").text
        self.assertIn("We cannot take this order online", page)
        order = self.env["sale.order"].search([("partner_id.email", "=", "somebody@example.com")])
        self.assertEqual(len(order), 1)
        self.assertEqual(order.state, "draft")
        validated = self.url_open("/shop/payment/validate")
        self.assertIn(validated.status_code, (400, 422))
        self.assertEqual(order.state, "draft")
