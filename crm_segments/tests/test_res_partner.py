from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestCustomer(CustomersCase):
    # C1, C2, C3: new customers

    def test_new_customer_gets_group_status_and_date(self):
        partner = self._customer()
        self.assertEqual(partner.customer_group_id, self.env.ref("crm_segments.customer_group_general"))
        self.assertEqual(partner.customer_status_kind, "active")
        self.assertTrue(partner.date_added)

    def test_contact_becomes_customer_by_buying(self):
        partner = self.env["res.partner"].create({"name": "Buyer"})
        self.assertFalse(partner.customer_status_id)
        self._sale_order(partner)
        self.assertTrue(partner.is_customer_club)
        self.assertEqual(partner.customer_status_kind, "active")

    def test_own_default_group_of_a_company_goes_first(self):
        company = self.env["res.company"].create({"name": "Second"})
        group = self.env["club.customer.group"].create({"name": "Own", "company_id": company.id, "is_default": True})
        self.assertEqual(self.env["club.customer.group"]._default_for(company), group)
        self.assertNotEqual(self.env["club.customer.group"]._default_for(self.company), group)

    def test_there_is_always_exactly_one_default(self):
        Group = self.env["club.customer.group"]
        first = self.env.ref("crm_segments.customer_group_general")
        second = Group.create({"name": "Shops", "is_default": True})
        self.assertFalse(first.is_default)
        with self.assertRaises(UserError):
            second.is_default = False
        with self.assertRaises(UserError):
            second.unlink()
        self.assertEqual(Group.search([("is_default", "=", True), ("company_id", "=", False)]), second)

    def test_group_prices(self):
        # C2: the group's pricelist, unless the customer has his own
        self.env.user.group_ids += self.env.ref("product.group_product_pricelist")
        pricelists = self.env["product.pricelist"].create([{"name": "Shops"}, {"name": "Own"}])
        partner = self._customer()
        partner.customer_group_id.pricelist_id = pricelists[0]
        self.assertEqual(partner.property_product_pricelist, pricelists[0])
        partner.specific_property_product_pricelist = pricelists[1]
        self.assertEqual(partner.property_product_pricelist, pricelists[1])

    def test_meaning_of_a_used_status_is_fixed(self):
        self._customer()
        with self.assertRaises(UserError):
            self.env.ref("crm_segments.customer_status_active").kind = "blocked"
        with self.assertRaises(UserError):
            self.env.ref("crm_segments.customer_status_pending").unlink()

    def test_quick_search_finds_whatever_was_typed(self):
        # C1: either side in any digits and letters
        partner = self._customer("علي كاظمي‌نژاد", phone="۰۹۱۲ ۱۲۳ ۴۵۶۷", email="Ali.K@Example.com", ref="كد-۱۲")
        partner.invalidate_recordset()
        for typed in (
            "علی کاظمی",
            "كاظمي",
            "نژاد علی",
            "09121234567",
            "۹۱۲۱۲۳",
            "0912-123 4567",
            "+98 912 123 4567",
            "00989121234567",
            "ali.k@example",
            "کد-12",
        ):
            found = self.env["res.partner"].with_user(self.user).search([("club_search", "ilike", typed)])
            self.assertIn(partner, found, typed)
        self.assertNotIn(partner, self.env["res.partner"].search([("club_search", "ilike", "علی رضایی")]))

    def test_hostile_search_text_finds_nothing(self):
        self._customer()
        for typed in ("' OR 1=1 --", "x\x00y", "a" * 5000, "%s%(x)s"):
            self.assertFalse(self.env["res.partner"].search([("club_search", "ilike", typed)]), typed[:20])


@tagged("post_install", "-at_install")
class TestFindOrCreate(CustomersCase):
    # F12, C4: one person, one customer

    def _find(self, **values):
        return self.env["res.partner"]._find_or_create_customer({"name": "Nima", **values})

    def test_same_mobile_in_any_spelling_is_one_customer(self):
        first, created = self._find(phone="۰۹۱۲۹۸۷۶۵۴۳")
        self.assertTrue(created)
        self.assertEqual(first.phone_sanitized, "+989129876543")
        again, created = self._find(phone="+98 912 987 6543", email="Nima@Example.com")
        self.assertFalse(created)
        self.assertEqual(again, first)
        self.assertEqual(first.email, "Nima@Example.com", "what was empty is filled")
        by_mail, created = self._find(name="Other", email="nima@example.COM")
        self.assertEqual(by_mail, first)
        self.assertEqual(first.name, "Nima", "what is there stays")

    def test_customers_of_other_companies_and_staff_are_not_found(self):
        other = self.env["res.company"].create({"name": "Second"})
        theirs = self._customer(email="x@example.com", company_id=other.id)
        partner, created = self._find(email="x@example.com")
        self.assertTrue(created)
        self.assertNotEqual(partner, theirs)
        staff = new_test_user(self.env, "club_staff", "base.group_user", email="staff@example.com")
        partner, created = self._find(email="staff@example.com")
        self.assertTrue(created)
        self.assertNotEqual(partner, staff.partner_id)

    def test_nothing_to_match_by_creates(self):
        _partner, created = self._find(phone="12", email="no address")
        self.assertTrue(created)


@tagged("post_install", "-at_install")
class TestApproval(CustomersCase):
    # C4: the queue

    def setUp(self):
        super().setUp()
        self.partner = self._customer(phone="+989121112233", lang="en_US")
        self.vip = self.env["club.customer.group"].create({"name": "VIP"})
        self.partner._request_approval("form", self.vip)

    def _sms(self):
        return self.env["sms.sms"].sudo().search([("partner_id", "=", self.partner.id)])

    def test_request_puts_a_new_customer_into_the_queue(self):
        self.assertEqual(self.partner.customer_status_kind, "pending")
        self.assertEqual(self.partner.approval_source, "form")
        action = self.env.ref("crm_segments.res_partner_action_waiting")
        self.assertIn(self.partner, self.env["res.partner"].search(eval(action.domain)))  # noqa: S307

    def test_only_managers_decide(self):
        for user in (self.user, self.outsider):
            with self.assertRaises(AccessError):
                self.partner.with_user(user).action_approve()
            with self.assertRaises(AccessError):
                self.partner.with_user(user).customer_status_id = self.env.ref("crm_segments.customer_status_active")
        self.assertEqual(self.partner.customer_status_kind, "pending")

    def test_approval_activates_moves_gives_login_and_tells(self):
        with self.mock_sms():
            self.partner.with_user(self.manager).action_approve()
        self.assertEqual(self.partner.customer_status_kind, "active")
        self.assertEqual(self.partner.customer_group_id, self.vip)
        self.assertFalse(self.partner.approval_requested_on)
        self.assertEqual(self.partner.user_ids.login, "+989121112233", "no e-mail: he signs in with his mobile")
        self.assertTrue(self.partner.user_ids.share)

    def test_link_of_the_login_is_sent_but_not_logged(self):
        with self.mock_sms() as sent:
            self.partner.with_user(self.manager).action_approve()
        self.assertEqual(len(sent), 1)
        self.assertIn("token=", sent[0])
        self.assertNotIn("token=", " ".join(self.partner.message_ids.mapped("body")))

    def test_approve_again_is_refused(self):
        with self.mock_sms():
            self.partner.action_approve()
        with self.assertRaises(UserError):
            self.partner.action_approve()

    def test_reject_keeps_the_reason(self):
        wizard = (
            self.env["club.customer.decision"]
            .with_user(self.manager)
            .create({"decision": "reject", "partner_ids": self.partner.ids, "reason": "Unknown <b>shop</b>"})
        )
        with self.mock_sms():
            wizard.action_confirm()
        self.assertEqual(self.partner.customer_status_kind, "inactive")
        self.assertFalse(self.partner.approval_requested_on)
        self.assertIn("Unknown &lt;b&gt;shop", " ".join(self.partner.message_ids.mapped("body")))
        self.assertFalse(self.partner.user_ids)

    def test_a_stranger_cannot_lock_an_active_customer_out(self):
        active = self._customer("Old", phone="+989124445566")
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET create_date = '2020-01-01' WHERE id = %s", [active.id])
        active.invalidate_recordset()
        user = self._portal_user(active)
        active._request_approval("form")
        self.assertEqual(active.customer_status_kind, "active")
        self.assertTrue(user.active)
        self.assertTrue(active.approval_requested_on)

    def mock_sms(self):
        """Catches what would be sent: the bodies."""
        from contextlib import contextmanager
        from unittest.mock import patch

        @contextmanager
        def catcher():
            bodies = []
            with patch.object(
                type(self.env["sms.sms"]),
                "send",
                lambda records, *args, **kwargs: bodies.extend(records.mapped("body")),
            ):
                yield bodies

        return catcher()


@tagged("post_install", "-at_install")
class TestBlocked(CustomersCase):
    # C3: blocked customers

    def setUp(self):
        super().setUp()
        self.partner = self._customer(phone="+989127778899")
        self.login = self._portal_user(self.partner)

    def _block(self, partner):
        self.env["club.customer.decision"].with_user(self.manager).create(
            {"decision": "block", "partner_ids": partner.ids, "reason": "Fraud"}
        ).action_confirm()

    def test_login_is_taken_and_given_back(self):
        self._block(self.partner)
        self.assertEqual(self.partner.customer_status_kind, "blocked")
        self.assertFalse(self.login.active)
        self.assertIn("Fraud", " ".join(self.partner.message_ids.mapped("body")))
        self.assertEqual(self.partner.message_ids[0].author_id, self.manager.partner_id)
        self.partner.with_user(self.manager).action_unblock()
        self.assertTrue(self.login.active)

    def test_login_archived_by_others_stays_archived(self):
        self.login.active = False
        self._block(self.partner)
        self.partner.with_user(self.manager).action_unblock()
        self.assertFalse(self.login.active)

    def test_no_way_around(self):
        self._block(self.partner)
        with self.assertRaises(ValidationError):
            self.login.active = True
        with self.assertRaises(AccessError):
            self.partner.with_user(self.user).customer_status_id = self.env.ref("crm_segments.customer_status_active")
        self.partner._request_approval("form")
        self.assertEqual(self.partner.customer_status_kind, "blocked")

    def test_staff_cannot_be_blocked(self):
        with self.assertRaises(UserError):
            self._block(self.user.partner_id)
        self.assertTrue(self.user.active)

    def test_no_sms_leaves_for_blocked_customers(self):
        self._block(self.partner)
        sms = self.env["sms.sms"].create({"number": self.partner.phone, "body": "News", "partner_id": self.partner.id})
        self.assertEqual((sms.state, sms.failure_type), ("canceled", "sms_blacklist"))

    def test_mailings_leave_blocked_customers_out(self):
        self._block(self.partner)
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_type": "sms",
                "body_plaintext": "News",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": f"[('id', '=', {self.partner.id})]",
            }
        )
        self.assertFalse(mailing._get_recipients())
