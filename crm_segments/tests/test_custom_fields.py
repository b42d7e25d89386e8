import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged

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


@tagged("post_install", "-at_install")
class TestCustomFieldEverywhere(HttpCase, CustomersCase):
    # C6: added in the UI, and then in form, list, search and groups (the tour), segments, import and export

    def test_a_field_of_a_manager(self):
        groups = "crm_segments.crm_segments_group_manager,base.group_allow_export"
        manager = new_test_user(self.env, "fields_manager", groups)
        self.assertFalse(manager.has_group("base.group_system"))
        zal, sohrab = self._customer("Zal"), self._customer("Sohrab", phone="+989121117777")
        self.start_tour("/odoo/club-customers", "crm_segments.custom_fields_tour", login="fields_manager")
        self.env.invalidate_all()
        definition = self.env["properties.base.definition"].sudo()
        definition = definition._get_definition_for_property_field("res.partner", "properties").properties_definition
        name = next(item["name"] for item in definition if item["string"] == "Favourite hero")
        self.assertEqual(zal.properties[name], "Rostam")
        self._import(manager)
        self.assertEqual(sohrab.properties[name], "Gordafarid")
        self._segment(manager, name, zal)
        self._export(manager, name, zal + sohrab)

    def _import(self, manager):
        book, stream = openpyxl.Workbook(), io.BytesIO()
        for row in (["Phone", "Favourite hero"], ["09121117777", "Gordafarid"]):
            book.active.append(row)
        book.save(stream)
        record = self.env["club.import"].with_user(manager)
        record = record.create({"name": "heroes.xlsx", "file": base64.b64encode(stream.getvalue())})
        self.assertTrue(record.column_ids[1].target.startswith("properties."), "guessed by its name")
        for action in (record.action_check, record.action_run):
            action()
            record.sudo()._work()
        self.env.invalidate_all()

    def _segment(self, manager, name, expected):
        condition = {"kind": "custom_field", "params": {"field": name, "operator": "is", "value": "Rostam"}}
        segment = self.env["club.segment"].with_user(manager)
        segment = segment.create({"name": "Fans", "definition": {"operator": "all", "children": [condition]}})
        segment.action_refresh()
        self.assertEqual(segment.partner_ids, expected)

    def _export(self, manager, name, partners):
        columns = [{"name": "complete_name"}, {"name": f"properties.{name}", "label": "Favourite hero"}]
        with self.env["club.export"].with_user(manager)._export("res.partner", columns, ids=partners.ids) as stream:
            rows = list(openpyxl.load_workbook(stream).active.values)
        self.assertEqual(set(rows[1:]), {("Zal", "Rostam"), ("Sohrab", "Gordafarid")})
