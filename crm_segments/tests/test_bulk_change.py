from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.crm_segments.models import club_bulk_change, club_bulk_change_work

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestBulkChange(CustomersCase):
    # C1: many at once, and back

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip, cls.shops = cls.env["club.customer.group"].create([{"name": "VIP"}, {"name": "Shops"}])
        cls.partners = cls._customer("A") + cls._customer("B", customer_group_id=cls.shops.id) + cls._customer("C")
        cls.general = cls.partners[0].customer_group_id
        cls.tag = cls.env["res.partner.category"].create({"name": "Reader"})

    def _apply(self, user=None, partners=None, **values):
        wizard = self.env["club.bulk.action"].with_user(user or self.user)
        done = wizard.create({"partner_ids": (partners or self.partners).ids, **values}).action_apply()
        return self.env["club.bulk.change"].with_user(user or self.user).browse(done["params"]["id"])

    def test_group_and_back_each_to_his_own(self):
        change = self._apply(kind="group", group_id=self.vip.id)
        self.assertEqual(self.partners.customer_group_id, self.vip)
        self.assertEqual(change.customer_count, 3)
        change.action_undo()
        self.assertEqual(self.partners.mapped("customer_group_id.id"), [self.general.id, self.shops.id])
        self.assertEqual(self.partners[1].customer_group_id, self.shops)
        with self.assertRaises(UserError):
            change.action_undo()

    def test_what_changed_since_is_left_alone(self):
        change = self._apply(kind="group", group_id=self.vip.id)
        self.partners[2].customer_group_id = self.shops
        change.action_undo()
        self.assertEqual(self.partners[2].customer_group_id, self.shops)
        self.assertEqual(change.undone_count, 2)

    def test_a_list_longer_than_what_is_handed_over(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "2")
        domain = [("id", "in", self.partners.ids)]
        handed_over = {"active_model": "res.partner", "active_ids": self.partners[:2].ids, "active_domain": domain}
        for name, count in (("whole", 3), ("handed over", 2)):
            with self.subTest(name):
                form = Form(
                    self.env["club.bulk.action"]
                    .with_user(self.user)
                    .with_context(**handed_over, default_partner_ids=self.partners[:2].ids)
                )
                self.assertEqual((form.list_count, form.whole_list), (3, True))
                form.whole_list = name == "whole"
                self.assertEqual(form.customer_count, count)
                form.kind = "group"
                form.group_id = self.vip
                done = form.save().action_apply()
                change = self.env["club.bulk.change"].browse(done["params"]["id"])
                self.assertEqual(change.customer_count, count)
                change.with_user(self.user).action_undo()

    def test_a_longer_list_is_written_to_by_a_mailing(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "2")
        few = self.partners[:2].with_user(self.user)
        whole = few.with_context(
            active_model="res.partner", active_ids=few.ids, active_domain=[("id", "in", self.partners.ids)]
        )
        self.assertEqual(few.action_club_sms()["res_model"], "sms.composer")
        with self.assertRaisesRegex(UserError, "more than the 2 customers"):
            whole.action_club_sms()
        self.user.group_ids += self.env.ref("mass_mailing.group_mass_mailing_user")
        for kind, action in (("sms", whole.action_club_sms()), ("mail", whole.action_club_email())):
            with self.subTest(kind):
                values = {"subject": "Yalda", "body_plaintext": "Yalda"}
                mailing = self.env["mailing.mailing"].with_user(self.user).with_context(**action["context"])
                mailing = mailing.create(values)
                self.assertEqual(mailing.mailing_type, kind)
                self.assertEqual(set(mailing._get_recipients()), set(self.partners.ids))

    def test_ticked_customers_are_not_the_whole_list(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "3")
        wizard = self.env["club.bulk.action"].with_user(self.user)
        wizard = wizard.with_context(active_model="res.partner", active_ids=self.partners[:2].ids, active_domain=[])
        self.assertFalse(wizard.new({"partner_ids": self.partners[:2].ids}).list_domain)

    def test_tag_stays_with_those_who_had_it(self):
        self.partners[0].category_id = self.tag
        change = self._apply(kind="tag_add", tag_id=self.tag.id)
        self.assertEqual(change.customer_count, 2)
        change.action_undo()
        self.assertEqual(self.env["res.partner"].search([("category_id", "=", self.tag.id)]), self.partners[0])

    def test_archive_and_back(self):
        gone = self._customer("Gone", active=False)
        change = self._apply(kind="archive")
        self.assertFalse(any(self.partners.mapped("active")))
        change.action_undo()
        self.assertTrue(all(self.partners.mapped("active")))
        self.assertFalse(gone.active)

    def test_status_back_and_never_around_a_block(self):
        inactive = self.env["club.customer.status"]._of_kind("inactive")
        change = self._apply(kind="status", status_id=inactive.id)
        self.assertEqual(set(self.partners.mapped("customer_status_kind")), {"inactive"})
        self.partners[0].with_user(self.manager)._block("Fraud")
        change.action_undo()
        self.assertEqual(self.partners.mapped("customer_status_kind"), ["blocked", "active", "active"])
        with self.assertRaises(UserError):
            self._apply(kind="status", status_id=inactive.id)

    def test_nothing_to_do_is_said(self):
        with self.assertRaises(UserError):
            self._apply(kind="tag_remove", tag_id=self.tag.id)

    def test_rights(self):
        with self.assertRaises(AccessError):
            self._apply(user=self.outsider, kind="group", group_id=self.vip.id)
        change = self._apply(user=self.manager, kind="group", group_id=self.vip.id)
        with self.assertRaises(AccessError):
            change.with_user(self.user).action_undo()

    def test_into_a_segment_and_out(self):
        segment = self.env["club.segment"].create({"name": "By hand", "kind": "static"})
        segment._add_members(self.partners[0])
        wizard = self.env["club.segment.add"].with_user(self.manager)
        done = wizard.create({"partner_ids": self.partners.ids, "segment_id": segment.id}).action_confirm()
        change = self.env["club.bulk.change"].browse(done["params"]["id"])
        self.assertEqual(segment.partner_ids, self.partners)
        self.assertEqual(change.customer_count, 2)
        change.with_user(self.manager).action_undo()
        self.assertEqual(segment.partner_ids, self.partners[0], "who was in before stays")

    def test_the_wizard_offers_what_has_no_button_of_its_own(self):
        kinds = [kind for kind, _label in self.env["club.bulk.action"]._selection_kind()]
        self.assertEqual(kinds, ["group", "status", "tag_add", "tag_remove", "archive"])


@tagged("post_install", "-at_install")
class TestDecisionUndone(CustomersCase):
    # C3, C4: approving, rejecting and blocking can be undone too

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls.env["club.customer.group"].create({"name": "VIP"})
        cls.partner = cls._customer("Sara", phone="+989121112233")
        cls.general = cls.partner.customer_group_id
        cls.partner._request_approval("form", cls.vip)
        cls.since = cls.partner.approval_requested_on

    def _change(self, done):
        return self.env["club.bulk.change"].with_user(self.manager).browse(done["params"]["id"])

    def _decide(self, decision):
        wizard = self.env["club.customer.decision"].with_user(self.manager)
        values = {"decision": decision, "partner_ids": self.partner.ids, "reason": "Test"}
        return self._change(wizard.create(values).action_confirm())

    def test_approved_by_mistake(self):
        change = self._change(self.partner.with_user(self.manager).action_approve())
        self.assertEqual((self.partner.customer_status_kind, self.partner.customer_group_id), ("active", self.vip))
        self.assertTrue(self.partner.user_ids.active)
        change.action_undo()
        self.assertEqual((self.partner.customer_status_kind, self.partner.customer_group_id), ("pending", self.general))
        self.assertEqual(self.partner.approval_requested_on, self.since)
        self.assertEqual((self.partner.approval_source, self.partner.approval_group_id), ("form", self.vip))
        self.assertFalse(self.partner.with_context(active_test=False).user_ids.active, "the login is closed again")

    def test_what_undoing_cannot_take_back_is_said_before(self):
        done = self.partner.with_user(self.manager).action_approve()
        self.assertIn("was sent", done["params"]["stays"])
        self.assertEqual(self._change(done).stays, done["params"]["stays"])

    def test_a_queue_longer_than_what_is_handed_over(self):
        other = self._customer("Reza")
        other._request_approval("form")
        both = self.partner | other
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "1")
        handed_over = {
            "active_model": "res.partner",
            "active_ids": self.partner.ids,
            "active_domain": [("id", "in", both.ids)],
        }
        customers = self.partner.with_user(self.manager).with_context(**handed_over)
        action = customers.action_approve()
        wizard = self.env["club.customer.decision"].with_user(self.manager)
        wizard = Form(wizard.with_context(**handed_over, **action["context"]))
        self.assertEqual((wizard.list_count, wizard.whole_list), (2, True))
        wizard.save().action_confirm()
        self.assertEqual(set(both.mapped("customer_status_kind")), {"active"})

    def test_rejecting_and_blocking_ask_why(self):
        wizard = self.env["club.customer.decision"].with_user(self.manager)
        for decision in ("reject", "block"):
            with self.subTest(decision), self.assertRaises(UserError):
                wizard.create({"decision": decision, "partner_ids": self.partner.ids, "reason": " "}).action_confirm()

    def test_rejected_by_mistake(self):
        change = self._decide("reject")
        self.assertFalse(self.partner.approval_requested_on)
        change.action_undo()
        self.assertEqual(
            (self.partner.customer_status_kind, self.partner.approval_requested_on), ("pending", self.since)
        )

    def test_blocked_by_mistake(self):
        self.partner._approve()
        change = self._decide("block")
        self.assertFalse(self.partner.user_ids)
        change.action_undo()
        self.assertEqual(self.partner.customer_status_kind, "active")
        self.assertTrue(self.partner.user_ids.active, "he signs in again")
        self.assertEqual(change.reason, "Test")

    def test_a_later_decision_is_left_alone(self):
        change = self._change(self.partner.with_user(self.manager).action_approve())
        self.partner.with_user(self.manager)._block("Fraud")
        change.action_undo()
        self.assertEqual((self.partner.customer_status_kind, change.undone_count), ("blocked", 0))
        self.assertEqual(change.line_ids.state, "kept")

    def test_what_programs_do_is_not_in_the_journal(self):
        self.partner.sudo().action_approve()
        self.assertEqual(self.partner.customer_status_kind, "active")
        self.assertFalse(self.env["club.bulk.change"].search([("line_ids.partner_id", "=", self.partner.id)]))


@tagged("post_install", "-at_install")
class TestChangeOfVeryMany(CustomersCase):
    # C1, X4: in batches, in the background

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls.env["club.customer.group"].create({"name": "VIP"})
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Guest {number}", "is_customer_club": True} for number in range(7)]
        )

    def setUp(self):
        super().setUp()
        self.patch(club_bulk_change, "AT_ONCE", 3)
        self.patch(club_bulk_change_work, "BATCH", 2)
        change = self.env["club.bulk.change"].with_user(self.manager)
        self.change = change._apply(self.partners.with_user(self.manager), "group", self.vip)

    def _in_vip(self):
        return len(self.partners.filtered(lambda partner: partner.customer_group_id == self.vip))

    def _cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_segments.ir_cron_bulk_change").method_direct_trigger()
        self.env.invalidate_all()

    def test_it_goes_on_where_it_was_stopped(self):
        self.assertEqual((self.change.state, self._in_vip()), ("running", 0))
        self.assertTrue(self.change._done()["params"]["is_running"])
        self.change.sudo()._work(lambda count: True)  # the process ends after a batch
        self.assertEqual(self._in_vip(), 2)
        self.assertAlmostEqual(self.change.progress, 100 * 2 / 7)
        self._cron()
        self.assertEqual((self.change.state, self._in_vip(), self.change.changed_count), ("done", 7, 7))
        self.change.action_undo()
        self.assertEqual(self.change.state, "undoing")
        self._cron()
        self.assertEqual((self.change.state, self._in_vip(), self.change.undone_count), ("undone", 0, 7))

    def test_stop_then_undo_what_was_done(self):
        self.change.sudo()._work(lambda count: True)
        with self.assertRaises(UserError):
            self.change.action_undo()
        self.change.action_stop()
        self._cron()
        self.assertEqual((self.change.state, self._in_vip()), ("paused", 2))
        self.change.action_undo()
        self.assertEqual((self.change.state, self._in_vip()), ("undone", 0))

    def test_stop_then_go_on(self):
        self.change.action_stop()
        self.change.action_go_on()
        self._cron()
        self.assertEqual((self.change.state, self._in_vip()), ("done", 7))

    def test_one_who_cannot_be_changed_does_not_hold_up_the_others(self):
        staff = self.user.partner_id
        staff.is_customer_club = True
        block = self.env["club.bulk.change"].with_user(self.manager)
        self._cron()
        change = block._apply((self.partners | staff).with_user(self.manager), "block", reason="Test")
        self._cron()
        self.assertEqual((change.state, change.changed_count, change.problem_count), ("done", 7, 1))
        self.assertIn("cannot be blocked", change.line_ids.filtered(lambda line: line.state == "problem").problem)
        self.assertEqual(change.line_ids.filtered(lambda line: line.state == "problem").partner_id, staff)

    def test_what_was_deleted_meanwhile(self):
        self.vip.unlink()
        self._cron()
        self.assertEqual((self.change.state, self.change.problem_count), ("done", 7))

    def test_only_who_did_it_or_a_manager_stops_it(self):
        with self.assertRaises(AccessError):
            self.change.with_user(self.user).action_stop()
