from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClubImportColumn(models.Model):
    """A column of an imported sheet, and the field that it fills (C19)."""

    _name = "club.import.column"
    _description = "Column of an Import"
    _order = "import_id, place"
    _rec_name = "heading"

    import_id = fields.Many2one("club.import", required=True, ondelete="cascade", index=True)
    place = fields.Integer(required=True, readonly=True, help="From 0, as the columns stand in the sheet.")
    heading = fields.Char(readonly=True)
    samples = fields.Char(string="First Values", readonly=True)
    target = fields.Selection(
        selection="_selection_target", string="Fills", help="The field of the customer. Empty: the column is left out."
    )
    can_be_key = fields.Boolean(compute="_compute_can_be_key")
    is_key = fields.Boolean(
        string="Find By",
        help="A customer with the same value is the same customer. The first column that finds one decides.",
    )
    problem_count = fields.Integer(string="Problems", compute="_compute_problem_count")

    _place_unique = models.UniqueIndex("(import_id, place)")

    @api.model
    def _selection_target(self):
        return [(name, target["label"]) for name, target in self.env["club.import.target"]._targets().items()]

    @api.depends("target")
    def _compute_can_be_key(self):
        targets = self.env["club.import.target"]._targets()
        for column in self:
            column.can_be_key = bool(targets.get(column.target, {}).get("key"))

    def _compute_problem_count(self):
        counts = self.import_id._problem_counts()
        for column in self:
            column.problem_count = counts.get((column.import_id.id, column.place), 0)

    @api.onchange("target")
    def _onchange_target(self):
        self.is_key = self.can_be_key

    @api.constrains("target", "import_id")
    def _check_target(self):
        """A selection that a method fills is not validated by Odoo, and no field is filled twice."""
        known = dict(self._selection_target())
        for column in self.filtered("target"):
            if column.target not in known:
                raise ValidationError(self.env._("A column cannot fill “%s”.", column.target))
            if (
                len(column.import_id.column_ids.filtered(lambda other, column=column: other.target == column.target))
                > 1
            ):
                raise ValidationError(self.env._("Two columns fill “%s”. Leave one out.", known[column.target]))


class ClubImportHeading(models.Model):
    """What a heading was chosen to mean, for the next file of the same source."""

    _name = "club.import.heading"
    _description = "Remembered Heading of Imports"
    _rec_name = "key"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    key = fields.Char(required=True)
    target = fields.Char()

    _key_unique = models.UniqueIndex("(company_id, key)")
