from odoo import fields, models


class ClubImportRow(models.Model):
    """One row of an imported sheet: what it said, what is wrong with it, what became of it (C19).

    Rows are written by statements over the whole sheet and are gone with their import, or after a while with what they
    said (`club.import._gc_rows`): the list of customers is the place for what they hold.
    """

    _name = "club.import.row"
    _description = "Row of an Import"
    _order = "import_id, number"
    _rec_name = "number"
    _log_access = False

    import_id = fields.Many2one("club.import", required=True, ondelete="cascade", index=True)
    number = fields.Integer(string="Row", required=True, aggregator=None)
    summary = fields.Char(string="Customer", help="The first cells of the row.")
    state = fields.Selection(
        [
            ("ready", "To Import"),
            ("problem", "Not Importable"),
            ("created", "Created"),
            ("updated", "Updated"),
            ("same", "Nothing New"),
            ("skipped", "Skipped"),
            ("undone", "Undone"),
            ("kept", "Not Undone"),
        ],
        required=True,
        default="ready",
    )
    problem = fields.Text(help="What is wrong, cell by cell.")
    problems = fields.Json(help="Number of the column -> what is wrong with its cell.")
    cells = fields.Json(help="The cells as they stand in the file.")
    vals = fields.Json(string="Values", help="The values that the cells were read as, by target.")
    before = fields.Json(help="What the customer had before, by field: for undoing.")
    partner_id = fields.Many2one("res.partner", string="Made Customer", ondelete="set null", index="btree_not_null")

    _state_idx = models.Index("(import_id, state, number)")


class ResPartner(models.Model):
    _inherit = "res.partner"

    import_row_ids = fields.One2many(
        "club.import.row", "partner_id", string="Rows of Imports", groups="crm_segments.crm_segments_group_manager"
    )
