"""The screen on which a manager adds, orders and removes the fields of customers (C6)."""

import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

TYPES = [
    ("char", "Short Text"),
    ("text", "Long Text"),
    ("integer", "Whole Number"),
    ("float", "Decimal Number"),
    ("date", "Date"),
    ("datetime", "Date and Time"),
    ("boolean", "Yes/No"),
    ("selection", "One of Several"),
    ("tags", "Many of Several"),
    ("many2one", "Link"),
    ("separator", "Heading"),
]
MANAGER = "crm_segments.crm_segments_group_manager"


class ClubCustomFields(models.TransientModel):
    _name = "club.custom.fields"
    _description = "Custom Fields of Customers"

    name = fields.Char(compute="_compute_name")
    line_ids = fields.One2many("club.custom.field", "screen_id", string="Fields")

    def _compute_name(self):
        self.name = self.env._("Custom Fields")

    @api.model
    def _definition(self):
        """The record that holds the definition of the customers' fields, for managers of the club only.

        :return: properties.base.definition
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only managers of the customer club change its fields."))
        Definition = self.env["properties.base.definition"]
        return Definition._get_definition_for_property_field("res.partner", "properties")

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        if "line_ids" in names:
            values["line_ids"] = [
                fields.Command.create(self.env["club.custom.field"]._prepare_line(item, number))
                for number, item in enumerate(self._definition().properties_definition or [])
            ]
        return values

    def action_save(self):
        """Write the fields as they are on the screen, in their order; what is no longer there is removed."""
        self.ensure_one()
        definition = self._definition()
        before = {item["name"]: item for item in definition.properties_definition or []}
        lines = self.line_ids.sorted("sequence")
        self._check_labels(lines)
        definition.properties_definition = [line._definition_item(before.get(line.name)) for line in lines]
        return self._saved()

    def _check_labels(self, lines):
        labels = [line.label.strip() for line in lines]
        if twice := {label for label in labels if labels.count(label) > 1}:
            raise UserError(self.env._("Two fields have the same name: %s", ", ".join(sorted(twice))))

    def _saved(self):
        # the lists and forms that are open still have the old fields
        return {"type": "ir.actions.client", "tag": "reload"}


class ClubCustomField(models.TransientModel):
    _name = "club.custom.field"
    _description = "Custom Field of Customers"
    _order = "sequence, id"

    screen_id = fields.Many2one("club.custom.fields", required=True, ondelete="cascade")
    sequence = fields.Integer(default=1000)
    name = fields.Char(string="Technical Name", help="Technical name; never used again when the field is removed.")
    label = fields.Char(string="Name", required=True)
    type = fields.Selection(TYPES, required=True, default="char")
    is_known = fields.Boolean(help="Is stored already: its type cannot change.")
    options = fields.Text(string="Choices", help="One a line; for one and many of several.")
    model_id = fields.Many2one(
        "ir.model", string="Links To", domain=[("transient", "=", False), ("abstract", "=", False)]
    )
    use_count = fields.Integer(string="Filled In", help="Customers who have a value. Removing the field removes it.")

    @api.model
    def _prepare_line(self, item, number):
        """The line of a field that there is.

        :param dict item: of the definition
        :rtype: dict
        """
        choices = item.get("selection") or item.get("tags") or []
        model = self.env["ir.model"].sudo()._get(item["comodel"]) if item.get("comodel") else self.env["ir.model"]
        return {
            "sequence": number,
            "name": item["name"],
            "label": item.get("string") or item["name"],
            "type": item["type"] if item["type"] in dict(TYPES) else "char",
            "is_known": True,
            "options": "\n".join(choice[1] for choice in choices),
            "model_id": model.id,
            "use_count": self._count_uses(item["name"]),
        }

    @api.model
    def _count_uses(self, name):
        [[count]] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM res_partner
                    WHERE properties ? %s AND NOT properties -> %s IN ('null', 'false', '""', '[]')""",
                name,
                name,
            )
        )
        return count

    def _definition_item(self, before):
        """The field as the definition has it. What the screen does not show, such as a default, stays.

        :param dict before: the item as it was, or None
        :rtype: dict
        """
        self.ensure_one()
        if before:
            item = {**before, "string": self.label.strip()}
        else:
            item = {"name": uuid.uuid4().hex[:16], "string": self.label.strip(), "type": self.type}
        if item["type"] in ("selection", "tags"):
            key = item["type"]
            item[key] = self._choices(before.get(key) if before else None, with_color=key == "tags")
        if item["type"] == "many2one" and not before:
            if not self.model_id:
                raise UserError(self.env._("“%s”: choose what it links to.", self.label))
            item["comodel"] = self.model_id.sudo().model
        return item

    def _choices(self, before, with_color):
        """Choices keep the key under which customers have them, as long as their text stays."""
        known = {choice[1]: choice for choice in before or []}
        texts = list(dict.fromkeys(line.strip() for line in (self.options or "").splitlines() if line.strip()))
        if not texts:
            raise UserError(self.env._("“%s”: write at least one choice, one a line.", self.label))
        return [
            known.get(text) or [uuid.uuid4().hex[:16], text, *([number % 11 + 1] if with_color else [])]
            for number, text in enumerate(texts)
        ]
