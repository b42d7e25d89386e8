from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CustomersCase


@tagged("post_install", "-at_install")
class TestCustomFields(CustomersCase):
    # C6: a manager, who is no system administrator, defines the fields

    def _screen(self, user=None):
        return Form(self.env["club.custom.fields"].with_user(user or self.manager))

    def _add(self, label, kind, **values):
        screen = self._screen()
        with screen.line_ids.new() as line:
            line.label, line.type = label, kind
            for name, value in values.items():
                setattr(line, name, value)
        screen.save().action_save()
        return next(item for item in self._definition() if item["string"] == label)

    def _definition(self):
        Definition = self.env["properties.base.definition"]
        return Definition._get_definition_for_property_field("res.partner", "properties").properties_definition

    def test_add_use_search_and_remove(self):
        size = self._add("Shoe size", "selection", options="Small\nLarge\nLarge\n")
        self.assertEqual([choice[1] for choice in size["selection"]], ["Small", "Large"])
        partner = self._customer(properties={size["name"]: size["selection"][1][0]})
        found = self.env["res.partner"].with_user(self.user)
        self.assertEqual(found.search([(f"properties.{size['name']}", "=", size["selection"][1][0])]), partner)
        screen = self._screen().save()
        line = screen.line_ids.filtered(lambda line: line.name == size["name"])
        self.assertEqual((line.use_count, line.options), (1, "Small\nLarge"))
        line.unlink()
        screen.action_save()
        self.assertNotIn("Shoe size", [item["string"] for item in self._definition()])

    def test_renamed_and_extended_keeps_what_customers_have(self):
        size = self._add("Shoe size", "tags", options="Small\nLarge")
        large = size["tags"][1][0]
        partner = self._customer(properties={size["name"]: [large]})
        screen = self._screen().save()
        line = screen.line_ids.filtered(lambda line: line.name == size["name"])
        line.write({"label": "Size", "options": "Huge\nLarge"})
        screen.action_save()
        item = next(item for item in self._definition() if item["name"] == size["name"])
        self.assertEqual((item["string"], item["tags"][1][0]), ("Size", large))
        partner.invalidate_recordset()
        self.assertEqual(partner.properties[size["name"]], "Large")

    def test_order_is_that_of_the_screen(self):
        self._add("First", "char")
        self._add("Second", "date")
        screen = self._screen().save()
        by_label = {line.label: line for line in screen.line_ids}
        by_label["First"].sequence, by_label["Second"].sequence = 2000, 1
        screen.action_save()
        labels = [item["string"] for item in self._definition()]
        self.assertLess(labels.index("Second"), labels.index("First"))

    def test_mistakes_are_told(self):
        with self.assertRaises(UserError):
            self._add("Colour", "selection", options=" \n ")
        with self.assertRaises(UserError):
            self._add("Friend", "many2one")
        self._add("Twice", "char")
        with self.assertRaises(UserError):
            self._add("Twice", "char")

    def test_users_may_not(self):
        with self.assertRaises(AccessError):
            self._screen(self.user)
