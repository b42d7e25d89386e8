"""Customers with typed properties and leads with native ones, to show what differs."""

from psycopg2.extras import Json

from odoo.tests import TransactionCase

DEFINITION = [
    {"name": "age", "type": "integer", "string": "Age"},
    {"name": "price", "type": "float", "string": "Price"},
    {"name": "bought", "type": "date", "string": "Bought on"},
    {"name": "called", "type": "datetime", "string": "Called at"},
    {"name": "level", "type": "selection", "string": "Level", "selection": [["a", "Gold"], ["b", "Silver"]]},
    {
        "name": "likes",
        "type": "tags",
        "string": "Likes",
        "tags": [["x", "Novels", 1], ["y", "Poems", 2], ["z", "Maps", 3]],
    },
    {"name": "vip", "type": "boolean", "string": "VIP"},
    {"name": "serial", "type": "char", "string": "Serial"},
    {"name": "country", "type": "many2one", "comodel": "res.country", "string": "Country of birth"},
    {"name": "visited", "type": "many2many", "comodel": "res.country", "string": "Visited"},
]


class TypedPropertiesCase(TransactionCase):
    """Builders of typed records (customers) and native ones (leads) with the same properties."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "tz": "UTC"})
        cls.Partner = cls.env["res.partner"]
        base = cls.env["properties.base.definition"].sudo()
        cls.container = base._get_definition_for_property_field("res.partner", "properties")
        cls.container.properties_definition = DEFINITION
        cls.team = cls.env["crm.team"].create({"name": "Team", "lead_properties_definition": DEFINITION})

    def typed(self, *values):
        """Customers with these properties."""
        return self.Partner.create([{"name": f"Typed {i}", "properties": item} for i, item in enumerate(values)])

    def native(self, *values):
        """Leads with these properties, as the native field stores them."""
        return self.env["crm.lead"].create(
            [
                {"name": f"Native {i}", "type": "lead", "team_id": self.team.id, "lead_properties": item}
                for i, item in enumerate(values)
            ]
        )

    def store(self, records, *values):
        """Put JSON into the column as other programs or older versions may have left it."""
        fname = "properties" if records._name == "res.partner" else "lead_properties"
        for record, value in zip(records, values, strict=True):
            self.env.cr.execute(f"UPDATE {records._table} SET {fname} = %s WHERE id = %s", [Json(value), record.id])
        records.invalidate_recordset()

    def stored(self, record):
        self.env.flush_all()
        fname = "properties" if record._name == "res.partner" else "lead_properties"
        self.env.cr.execute(f"SELECT {fname} FROM {record._table} WHERE id = %s", [record.id])
        return self.env.cr.fetchone()[0]

    def found(self, records, name, operator, value, fname="properties"):
        """Positions in ``records`` of what the condition finds; searching and filtering must agree on typed records."""
        domain = [(f"{fname}.{name}", operator, value)]
        found = records.search([("id", "in", records.ids), *domain])
        if fname == "properties" and "." not in name:
            self.assertEqual(
                records.filtered_domain(domain),
                records & found,
                f"{domain}: filtering differs from searching",
            )
        return [index for index, record in enumerate(records) if record in found]

    def found_natively(self, records, name, operator, value):
        return self.found(records, name, operator, value, "lead_properties")
