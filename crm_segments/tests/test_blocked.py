from odoo.exceptions import UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import CustomersCase


class BlockedCase(CustomersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls._customer(phone="+989127778899", email="blocked@example.com")
        cls.login = cls._portal_user(cls.partner, login="blocked@example.com")

    def _block(self, partner=None):
        (partner or self.partner).with_user(self.manager)._block("Fraud")


@tagged("post_install", "-at_install")
class TestWhoIsBlocked(BlockedCase):
    # C3: one place to ask

    def test_company_and_its_contacts(self):
        company = self._customer("Press", is_company=True)
        contact = self._customer("Nima", parent_id=company.id)
        user = self._portal_user(contact)
        self._block(company)
        family = company | contact | self.partner
        self.assertEqual(family._is_blocked(), company | contact)
        self.assertEqual(self.env["res.partner"].search(self.partner._blocked_domain()) & family, company | contact)
        self.env.cr.execute(
            "SELECT id FROM res_partner p WHERE id IN %s AND " + self.partner._blocked_sql("p").code,
            [tuple(family.ids), *self.partner._blocked_sql("p").params],
        )
        self.assertEqual({row[0] for row in self.env.cr.fetchall()}, set((company | contact).ids))
        self.assertFalse(user.active, "who buys for a blocked company does not sign in")
        with self.assertRaises(ValidationError):
            user.active = True
        company.with_user(self.manager).action_unblock()
        self.assertTrue(user.active)

    def test_contact_blocked_by_himself_stays_so(self):
        company = self._customer("Press", is_company=True)
        contact = self._customer("Nima", parent_id=company.id)
        user = self._portal_user(contact)
        self._block(contact)
        self._block(company)
        company.with_user(self.manager).action_unblock()
        self.assertFalse(user.active)

    def test_own_company_cannot_be_blocked(self):
        self.user.partner_id.parent_id = self.company.partner_id
        with self.assertRaises(UserError):
            self._block(self.company.partner_id)

    def test_found_by_address_in_any_spelling(self):
        self._block()
        for values in (
            {"phone": "۰۹۱۲۷۷۷۸۸۹۹"},
            {"email": "BLOCKED@example.com"},
            {"phone": "x", "email": "blocked@example.com"},
        ):
            self.assertEqual(self.partner._blocked_by_address(**values), self.partner, values)
        self.assertFalse(self.partner._blocked_by_address(phone="", email=None))
        self.assertFalse(self.partner._blocked_by_address(phone="09121110000", email="x"))

    def test_quotation_cannot_be_signed_or_paid(self):
        order = self._sale_order(self.partner, confirm=False, require_signature=True, require_payment=True)
        self.assertTrue(order._has_to_be_signed() and order._has_to_be_paid())
        self._block()
        self.assertFalse(order._has_to_be_signed() or order._has_to_be_paid())


@tagged("post_install", "-at_install")
class TestBlockedMessages(MailCase, BlockedCase):
    # C3: no message but those of the law

    def _mail(self, **values):
        return self.env["mail.mail"].create({"subject": "News", "body_html": "<p>News</p>", **values})

    def _sent_to(self, mail):
        with self.mock_mail_gateway():
            mail.send()
        return {address for sent in self._mails for address in sent["email_to"]}

    def test_mail_by_partner_and_by_address(self):
        self._block()
        for values in ({"recipient_ids": self.partner.ids}, {"email_to": '"B" <Blocked@example.com>'}):
            mail = self._mail(**values)
            self.assertFalse(self._sent_to(mail))
            self.assertEqual((mail.state, mail.failure_type), ("cancel", "mail_bl"), values)

    def test_others_of_the_same_mail_get_it(self):
        other = self._customer("Other", email="other@example.com")
        self._block()
        sent = self._sent_to(self._mail(recipient_ids=(self.partner | other).ids))
        self.assertEqual(len(sent), 1)
        self.assertIn("other@example.com", sent.pop())

    def test_invoice_leaves(self):
        invoice = self.env["account.move"].create({"move_type": "out_invoice", "partner_id": self.partner.id})
        self._block()
        mail = self._mail(recipient_ids=self.partner.ids, model=invoice._name, res_id=invoice.id)
        self.assertTrue(self._sent_to(mail))
        self.assertEqual(mail.state, "sent")

    def test_unblocked_gets_mail_again(self):
        self._block()
        self.partner.with_user(self.manager).action_unblock()
        self.assertTrue(self._sent_to(self._mail(recipient_ids=self.partner.ids)))

    def test_sms_to_his_number_from_an_app_that_knows_no_partner(self):
        self._block()
        sms = self.env["sms.sms"].create({"number": "+989127778899", "body": "News"})
        self.assertEqual((sms.state, sms.failure_type), ("canceled", "sms_blacklist"))
        self.assertEqual(self.env["sms.sms"].create({"number": "+989121110000", "body": "News"}).state, "outgoing")

    def test_mailing_on_his_orders(self):
        order = self._sale_order(self.partner)
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": self.env["ir.model"]._get_id("sale.order"),
                "mailing_domain": f"[('id', '=', {order.id})]",
            }
        )
        self.assertEqual(mailing._get_recipients(), order.ids)
        self._block()
        self.assertFalse(mailing._get_recipients())


@tagged("post_install", "-at_install")
class TestBlockedSignIn(HttpCase, BlockedCase):
    # C3: sign-in, running sessions, API keys, password reset

    def test_running_session_ends(self):
        self.authenticate("blocked@example.com", "portal-secret")
        self.assertNotIn("/web/login", self.url_open("/my/home").url)
        self._block()
        self.env.flush_all()
        self.assertIn("/web/login", self.url_open("/my/home").url)

    def test_api_key_is_dead(self):
        Keys = self.env["res.users.apikeys"].with_user(self.login).sudo()
        key = Keys._generate("rpc", "Key", None)
        self.assertEqual(Keys._check_credentials(scope="rpc", key=key), self.login.id)
        self._block()
        self.env.flush_all()
        self.assertFalse(Keys._check_credentials(scope="rpc", key=key))

    @mute_logger("odoo.addons.auth_signup.controllers.main", "odoo.addons.base.models.res_users")
    def test_password_reset_gives_no_link(self):
        self._block()
        self.authenticate(None, None)
        self.url_open(
            "/web/reset_password", data={"login": "blocked@example.com", "csrf_token": Request.csrf_token(self)}
        )
        self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", self.partner.ids)]))
        self.assertFalse(self.partner.signup_type)

    @mute_logger("odoo.addons.auth_signup.controllers.main", "odoo.addons.base.models.res_users", "odoo.http")
    def test_old_link_sets_no_password(self):
        self.partner.signup_prepare(signup_type="reset")
        token = self.partner._generate_signup_token()
        self._block()
        self.authenticate(None, None)
        self.url_open(
            "/web/reset_password",
            data={
                "token": token,
                "login": "blocked@example.com",
                "name": "x",
                "password": "another-secret",
                "confirm_password": "another-secret",
                "csrf_token": Request.csrf_token(self),
            },
        )
        self.assertFalse(self.login.active)
        self.assertFalse(self.session.uid)
