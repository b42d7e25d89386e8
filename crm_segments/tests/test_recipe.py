from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CustomersCase
from .recipes import load_recipe


@tagged("post_install", "-at_install")
class TestConditionRecipe(CustomersCase):
    """The condition that docs/extending.md shows works as it stands there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_recipe(cls, "crm_segments/models/conditions/reachable.py")
        cls.condition = cls.env["club.segment.condition.reachable"]

    def test_it_finds_whom_it_says(self):
        by_sms = self._customer("Sara", phone="0912 123 4567")
        by_email = self._customer("Ali", email="ali@example.com")
        both = by_sms | by_email
        for by, expected in (("sms", by_sms), ("email", by_email)):
            params = self.condition._check_params({"by": by})
            self.assertEqual(both.filtered_domain(self.condition._domain(params)), expected)
            self.assertEqual(both.search([("id", "in", both.ids)] + list(self.condition._domain(params))), expected)
        self.assertEqual(self.condition._explain({"by": "sms"}), "Has a mobile number")

    def test_its_values_are_checked(self):
        self.assertEqual(self.condition._check_params({}), {"by": "sms"})
        with self.assertRaises(ValidationError):
            self.condition._check_params({"by": "pigeon"})


@tagged("post_install", "-at_install")
class TestHomeRecipe(CustomersCase):
    """The block that docs/extending.md shows works as it stands there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_recipe(cls, "crm_segments/models/home/companies.py")

    def test_it_is_shown(self):
        self._customer("Shop", is_company=True)
        home = self.env["club.home"].with_user(self.manager)
        self.assertIn("companies", [block["name"] for block in home.blocks()["blocks"]])
        persons, companies = home.block("companies")["items"]
        self.assertGreaterEqual(int(companies["value"]), 1)
        self.assertAlmostEqual(persons["part"] + companies["part"], 100, places=3)
