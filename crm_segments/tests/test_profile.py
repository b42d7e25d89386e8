from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestProfile(CustomersCase):
    # C7, C8

    def test_identifiers_are_cleaned_and_proved(self):
        partner = self._customer(national_code="۰۴۹۹-۳۷۰۸۹۹")
        self.assertEqual(partner.national_code, "0499370899")
        company = self._customer("Press", is_company=True, national_id="1038 0284 790", economic_code="411111111111")
        self.assertEqual(company.national_id, "10380284790")
        for name, wrong in (("national_code", "0499370898"), ("national_id", "10380284791"), ("economic_code", "12")):
            with self.assertRaises(ValidationError):
                partner.write({name: wrong})

    def test_completeness_says_what_is_missing(self):
        partner = self._customer(phone="+989121110000", city="Tehran", gender="female", birthday="1990-01-01")
        self.assertEqual(partner.profile_completeness, 40)
        self.assertIn("Email", partner.profile_missing)
        self.assertNotIn("Birthday", partner.profile_missing)
        company = self._customer("Press", is_company=True)
        self.assertIn("National ID", company.profile_missing)
        self.assertNotIn("Gender", company.profile_missing)

    @freeze_time("2026-11-25 12:00:00")
    def test_age_group_on_the_day_itself(self):
        children, adults = self.env["club.age.group"].create(
            [{"name": "Children", "age_from": 0, "age_to": 11}, {"name": "Adults", "age_from": 12, "age_to": 120}]
        )
        eve = self._customer("Eve", birthday=date(2014, 11, 26))
        day = self._customer("Day", birthday=date(2014, 11, 25))
        nobody = self._customer("Nobody")
        self.assertEqual((eve.age_group_id, day.age_group_id), (children, adults))
        Partner = self.env["res.partner"]
        three = [("id", "in", (eve | day | nobody).ids)]
        self.assertEqual(Partner.search([("age_group_id", "=", children.id), *three]), eve)
        self.assertEqual(Partner.search([("age_group_id", "=", False), *three]), nobody)
        self.assertEqual(adults.customer_count, Partner.search_count([("age_group_id", "in", adults.ids)]))
        groups = dict(Partner._read_group(three, ["age_group_id"], ["__count"]))
        self.assertEqual(groups, {nobody.age_group_id: 1, children: 1, adults: 1})
        self.assertTrue(Partner.fields_get(["age_group_id"])["age_group_id"]["groupable"])
        with self.assertRaises(ValidationError):
            self.env["club.age.group"].create({"name": "Overlap", "age_from": 11, "age_to": 12})

    def test_remarks_for_managers_only(self):
        partner = self._customer()
        Remark = self.env["club.customer.remark"]
        open_, closed = Remark.with_user(self.manager).create(
            [
                {"partner_id": partner.id, "text": "Friendly"},
                {"partner_id": partner.id, "text": "Pays late", "is_for_managers": True},
            ]
        )
        partner.invalidate_recordset()
        self.assertEqual(partner.with_user(self.user).remark_ids, open_)
        partner.invalidate_recordset()
        self.assertEqual(partner.with_user(self.manager).remark_ids, open_ | closed)
        mine = Remark.with_user(self.user).create({"partner_id": partner.id, "text": "Mine", "is_for_managers": True})
        self.assertEqual(mine.with_user(self.user).text, "Mine")
        with self.assertRaises(AccessError):
            open_.with_user(self.user).text = "Changed"
        for outsider in (self.outsider, self._portal_user(partner)):
            with self.assertRaises(AccessError):
                Remark.with_user(outsider).search([])
            with self.assertRaises(AccessError):
                partner.with_user(outsider).read(["remark_ids"])

    def test_customer_does_not_read_what_staff_keep(self):
        partner = self._customer(national_code="0499370899")
        login = self._portal_user(partner)
        for name in ("national_code", "ip_flag", "approval_check_ids", "duplicate_ids", "profile_completeness"):
            with self.assertRaises(AccessError):
                partner.with_user(login).read([name])
