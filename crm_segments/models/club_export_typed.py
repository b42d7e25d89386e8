from odoo import models

from ..typed_properties import TypedProperties

# Their values are names of other records, which the web client's own reading finds.
LINKS = ("many2one", "many2many")


class ClubExport(models.AbstractModel):
    _inherit = "club.export"

    def _read_properties(self, records, columns):
        """Typed properties as they are stored, with the definition of each container read once, and only of the columns
        asked for. Reading them as the web client does describes all properties of each record anew."""
        slow, result = [], {}
        for name in {column["field"] for column in columns if column["property"]}:
            field = records._fields[name]
            wanted = {column["property"] for column in columns if column["field"] == name}
            fast = isinstance(field, TypedProperties) and field.store and self._read_typed(records, field, wanted)
            if fast:
                result.update(fast)
            else:
                slow.append(name)
        if slow:
            result.update(super()._read_properties(records, [c for c in columns if c["field"] in slow]))
        return result

    def _read_typed(self, records, field, wanted):
        """The wanted properties of one field, by record.

        :return: ``{(record id, field name): {property: definition with value}}``, or None where links are among them
        """
        record_field = records._fields[field.definition_record]
        records.fetch([field.name, *([record_field.name] if record_field.store else [])])
        definitions, result = {}, {}
        for record in records:
            container = record[field.definition_record]
            if container.id not in definitions:
                items = container.sudo()[field.definition_record_field] or ()
                definitions[container.id] = {item["name"]: item for item in items if item["name"] in wanted}
                if any(item["type"] in LINKS for item in definitions[container.id].values()):
                    return None
            values = record[field.name]._values or {}
            result[record.id, field.name] = {
                key: {**item, "value": values.get(key, False)} for key, item in definitions[container.id].items()
            }
        return result
