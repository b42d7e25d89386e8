"""Numbers among customers' fields are measures, chosen ones are columns, groups show sums (C6, F6)."""

from odoo.tests import HttpCase, tagged

DEFINITION = [
    {"name": "size", "type": "integer", "string": "Shoe size", "view_in_cards": True},
    {"name": "motto", "type": "char", "string": "Motto"},
    {"name": "level", "type": "selection", "string": "Level", "selection": [["a", "Gold"], ["b", "Silver"]]},
]


@tagged("post_install", "-at_install")
class TestTypedScreens(HttpCase):
    def test_measures_columns_and_sums(self):
        base = self.env["properties.base.definition"].sudo()
        container = base._get_definition_for_property_field("res.partner", "properties")
        container.properties_definition = DEFINITION
        for size, level in ((41, "a"), (42, "a"), (43, "b"), (False, "b")):
            self.env["res.partner"].create(
                {"name": f"Shoes {size}", "properties": {"size": size, "level": level, "motto": "Go"}}
            )
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "Shoes",
                "res_model": "res.partner",
                "view_mode": "pivot,graph,list",
                "domain": "[('name', 'like', 'Shoes ')]",
            }
        )
        self.start_tour(f"/odoo/action-{action.id}", "crm_segments.typed_properties_tour", login="admin")
