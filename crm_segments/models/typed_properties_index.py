"""The job that keeps indexes over the properties that must be fast."""

import threading

from odoo import api, models
from odoo.tools import SQL

from ..typed_properties import TypedProperties, indexes

# Below this many rows PostgreSQL reads a table as fast as an index.
LARGE = 20_000
# Every index makes each new record a little slower.
MOST_INDEXES = 10


class TypedPropertiesMixin(models.AbstractModel):
    _inherit = "club.typed.properties.mixin"

    @api.model
    def _fast_properties(self):
        """The properties that deserve an index.

        A hook: by default, of each definition the first properties, once the table is large. Models whose containers
        say which properties are fast (a form's field) answer from them.

        :return: tuples of the field's name, the property's definition and the id of its container, or None if all
            records have the same container
        :rtype: list[tuple[str, dict, int | None]]
        """
        [[rows]] = self.env.execute_query(
            SQL("SELECT reltuples FROM pg_class WHERE oid = to_regclass(%s)", self._table)
        )
        if rows < LARGE:
            return []
        fast = []
        for field in self._fields.values():
            if not isinstance(field, TypedProperties) or not field.store:
                continue
            record = self._fields[field.definition_record]
            for container in self.sudo().with_context(active_id=None)._typed_containers(field):
                definitions = container[field.definition_record_field]
                container_id = container.id if record.store else None
                fast += [(field.name, definition, container_id) for definition in definitions[:MOST_INDEXES]]
        return fast

    @api.model
    def _property_indexes_wanted(self):
        """The indexes over this model's properties that there should be.

        :rtype: list[odoo.addons.crm_segments.typed_properties.indexes.PropertyIndex]
        """
        return [
            index
            for fname, definition, container_id in self._fast_properties()
            for index in indexes.property_indexes(self, fname, definition, container_id)
        ]

    @api.model
    def _cron_ensure_property_indexes(self):
        """Nightly: build what is missing and drop what nobody wants any more, in a thread of its own.

        To build without stopping those who write, PostgreSQL waits until every older transaction has ended, and the
        scheduler keeps one open for as long as a job runs: waiting here would be waiting for ourselves.
        """
        names = self.env.registry.descendants(["club.typed.properties.mixin"], "_inherit")
        models_with_table = [self.env[name] for name in names if self.env[name]._auto and not self.env[name]._abstract]
        plan = {model._table: model._property_indexes_wanted() for model in models_with_table}
        threading.Thread(
            target=indexes.synchronise,
            args=(self.env.cr.dbname, plan),
            name="club.property.indexes",
            daemon=True,
        ).start()
