from odoo.exceptions import AccessDenied
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import HttpCaseWithUserPortal

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestSignUp(HttpCaseWithUserPortal, CustomersCase):
    # C4, C5: visitors who sign up are customers

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
        if "website" in cls.env:  # there each site says by itself whether strangers may sign up
            cls.env["website"].search([]).auth_signup_uninvited = "b2c"
        cls.group = cls.env.ref("crm_segments.customer_group_general")

    def _post(self, url, **values):
        self.authenticate(None, None)
        values["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=values)

    def _sign_up(self, login="new@example.com"):
        return self._post(
            "/web/signup", login=login, name="New Visitor", password="s3cret-s3cret", confirm_password="s3cret-s3cret"
        )

    def _user(self, login="new@example.com"):
        return self.env["res.users"].with_context(active_test=False).search([("login", "=", login)])

    def test_visitor_becomes_a_customer(self):
        response = self._sign_up()
        self.assertEqual(response.status_code, 200)
        partner = self._user().partner_id
        self.assertTrue(partner.is_customer_club)
        self.assertEqual(partner.customer_group_id, self.group)
        self.assertEqual(partner.customer_status_kind, "active")
        self.assertEqual(partner.signup_ip, "127.0.0.1")
        self.assertEqual(set(partner.customer_ip_ids.mapped("event")), {"signup", "signin"})

    @mute_logger("odoo.addons.base.models.res_users")
    def test_group_that_needs_approval(self):
        self.group.needs_approval = True
        response = self._sign_up()
        self.assertIn("Thank you for signing up", response.text)
        user = self._user()
        self.assertFalse(user.active, "no sign-in before approval")
        self.assertEqual(user.partner_id.customer_status_kind, "pending")
        self.assertEqual(user.partner_id.approval_source, "signup")
        with self.assertRaises(AccessDenied):
            self.authenticate("new@example.com", "s3cret-s3cret")
        user.partner_id.with_user(self.manager).action_approve()
        self.assertTrue(user.active)
        self.authenticate("new@example.com", "s3cret-s3cret")
        self.assertEqual(self.session.uid, user.id)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_customer_without_email_signs_in_with_his_mobile(self):
        partner = self._customer(phone="+989121230000")
        partner._request_approval("form")
        partner.action_approve()
        user = partner.user_ids
        user.password = "my-secret-1"
        for typed in ("+989121230000", "09121230000", "۰۹۱۲۱۲۳۰۰۰۰", "0912 123 0000"):
            response = self._post("/web/login", login=typed, password="my-secret-1")
            self.assertNotIn("/web/login", response.url, typed)
        self.assertIn("signin", partner.customer_ip_ids.mapped("event"))
        partner.with_user(self.manager)._block("Test")
        response = self._post("/web/login", login="09121230000", password="my-secret-1")
        self.assertIn("/web/login", response.url)

    def test_link_of_the_welcome_sets_the_password(self):
        partner = self._customer(phone="+989121230001")
        partner._grant_portal_login()
        url = partner._get_signup_url()
        path = url[url.index("/web/") :]
        self.authenticate(None, None)
        self.assertIn("+989121230001", self.url_open(path).text)
        response = self._post(
            path,
            login="+989121230001",
            name=partner.name,
            password="s3cret-s3cret",
            confirm_password="s3cret-s3cret",
            token=url.split("token=")[1].split("&")[0],
        )
        self.assertEqual(response.status_code, 200)
        self.authenticate("+989121230001", "s3cret-s3cret")
        self.assertEqual(self.session.uid, partner.user_ids.id)

    def test_staff_sign_in_is_not_logged(self):
        self.authenticate("club_user", "club_user")
        self.assertFalse(self.user.partner_id.customer_ip_ids)
