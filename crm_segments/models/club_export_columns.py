from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

MAX_COLUMNS = 200
MAX_PATH = 4  # links that a column may follow
SQL_TYPES = "char text selection integer float monetary boolean date datetime many2one".split()
NAMES_KEPT = 50_000  # display names remembered while a file is written


class ClubExportColumns(models.AbstractModel):
    """What the columns of an export are, and how their values are read (C20).

    What stands in a column of the table is read by the same statement that finds the records. Custom fields are read
    from their one JSON column and labelled here. All else, computed fields and links to many, goes through the ORM,
    batch by batch.
    """

    _inherit = "club.export"

    def _check_columns(self, Model, columns):
        """The columns with their fields, in the rights of the user.

        :param list columns: dicts with ``name``: a field, ``properties.custom_field``, or a path over links such as
            ``country_id/code``; and ``label``
        :return: list of dicts with name, label, path (fields), property, type, selection
        """
        if not isinstance(columns, list) or not 0 < len(columns) <= MAX_COLUMNS:
            raise UserError(self.env._("Choose between 1 and %s columns.", MAX_COLUMNS))
        return [self._check_column(Model, column) for column in columns]

    def _check_column(self, Model, column):
        name = str(column.get("name"))
        path, _dot, custom = name.partition(".")
        path = path.split("/")
        refused = UserError(self.env._("The column “%s” cannot be exported.", name[:80]))
        if len(path) > MAX_PATH:
            raise refused
        for part in path[:-1]:
            info = Model.fields_get([part], attributes=["type"]).get(part)
            if not info or info["type"] != "many2one":
                raise refused
            Model = self.env[Model._fields[part].comodel_name]
            Model.check_access("read")
        info = Model.fields_get([path[-1]], attributes=["type", "string", "selection"]).get(path[-1])
        if not info or bool(custom) != (info["type"] == "properties") or info["type"] == "binary":
            raise refused
        return {
            "name": name,
            "label": str(column.get("label") or info["string"])[:200],
            "path": path,
            "property": custom,
            "type": info["type"],
            "selection": dict(info.get("selection") or []),
        }

    @api.model
    def _in_table(self, Model, column):
        """Whether the value stands in a column of the model's own table."""
        field = Model._fields[column["path"][0]]
        if len(column["path"]) > 1 or not field.store or field.company_dependent:
            return False
        if column["property"]:
            return isinstance(field, fields.Properties) and not field.related
        return column["type"] in SQL_TYPES and bool(field.column_type)

    def _statement(self, Model, domain, order, columns):
        """The statement that finds the records and reads what stands in their table.

        :return: SQL of a query whose first column is the id
        """
        query = Model._search(domain, order=order or None)
        terms = [SQL.identifier(query.table, "id")]
        for column in columns:
            field = Model._fields[column["path"][0]]
            if column["property"]:
                terms.append(field.to_sql(Model, query.table))
                terms.append(self._container_sql(Model, query.table, field))
            else:
                terms.append(Model._field_to_sql(query.table, field.name, query))
        return query.select(*terms)

    def _container_sql(self, Model, table, field):
        """Which record holds the definition of a row's custom fields: a column, or one for the whole model."""
        if Model._fields[field.definition_record].store:
            return SQL.identifier(table, field.definition_record)
        return SQL("%s", Model.new({})[field.definition_record].id)

    def _formatters(self, Model, columns):
        """How the values of a column become what a cell shows.

        :return: list of functions ``(value) -> cell``; those of custom fields take ``(values, definition record id)``
        """
        return [
            self._property_formatter(Model, column) if column["property"] else self._formatter(Model, column)
            for column in columns
        ]

    def _formatter(self, Model, column):
        kind = column["type"]
        yes, no = self.env._("Yes"), self.env._("No")
        if kind == "boolean":
            return lambda value: yes if value else no
        if kind in ("integer", "float"):
            return lambda value: value or 0
        if kind == "monetary":
            return lambda value: float(value or 0)
        if kind == "selection":
            return lambda value: column["selection"].get(value, value) or None
        if kind == "many2one":
            return self._name_reader(Model._fields[column["path"][0]].comodel_name)
        if kind == "datetime":
            return self._local_time
        return lambda value: value or None

    def _local_time(self, value):
        return fields.Datetime.context_timestamp(self, value).replace(tzinfo=None) if value else None

    def _name_reader(self, model):
        """Names of linked records, read once each. Whoever sees the record sees the name of what it links to, as in
        any list of Odoo."""
        names = {}

        def name(record_id):
            if not record_id:
                return None
            if record_id not in names:
                if len(names) >= NAMES_KEPT:
                    names.clear()
                names[record_id] = self.env[model].sudo().browse(record_id).exists().display_name or None
            return names[record_id]

        return name

    def _property_formatter(self, Model, column):
        field = Model._fields[column["path"][0]]
        container = Model._fields[field.definition_record].comodel_name
        items, names = {}, {}

        def item(container_id):
            if container_id not in items:
                record = self.env[container].sudo().browse(container_id)
                definition = {entry["name"]: entry for entry in record[field.definition_record_field] or []}
                items[container_id] = definition.get(column["property"])
            return items[container_id]

        def show(values, container_id):
            found = item(container_id) if container_id else None
            value = (values or {}).get(column["property"])
            if not found or found["type"] == "separator":
                return None
            if found["type"] in ("many2one", "many2many") and value:
                reader = names.setdefault(found["comodel"], self._name_reader(found["comodel"]))
                value = [(entry, reader(entry)) for entry in (value if isinstance(value, list) else [value])]
                value = value if found["type"] == "many2many" else value[0]
            return self._property_value({**found, "value": value})

        return show

    def _property_value(self, item):
        """What a cell shows of a custom field.

        :param dict item: its definition with its ``value`` as Odoo reads it
        """
        value, kind = item.get("value"), item["type"]
        if value in (None, False, []) and kind != "boolean":
            return None
        if kind == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if kind == "selection":
            return dict(item.get("selection") or []).get(value, value)
        if kind == "tags":
            labels = {tag[0]: tag[1] for tag in item.get("tags") or []}
            return ", ".join(labels.get(tag, tag) for tag in value)
        if kind == "many2one":
            return value[1]
        if kind == "many2many":
            return ", ".join(name for _id, name in value if name)
        if kind == "date":
            return fields.Date.to_date(value)
        if kind == "datetime":
            return self._local_time(fields.Datetime.to_datetime(value))
        return value

    def _read_column(self, record, column):
        """The value of a column that the ORM has to read."""
        for part in column["path"][:-1]:
            record = record[part].sudo()  # whoever sees the record sees what its list shows of a link
        name = column["path"][-1]
        if column["property"]:
            [row] = record.read([name]) if record else [{name: []}]
            found = next((item for item in row[name] if item["name"] == column["property"]), None)
            return found and self._property_value(found)
        value, kind = record[name], column["type"]
        if kind in ("many2one", "reference"):
            return value.sudo().display_name if value else None
        if kind in ("many2many", "one2many"):
            return ", ".join(value.mapped("display_name"))
        return self._formatter(record, column)(value)
