"""The memory of all points: rows that are written once and never change.

The law: for every card of a club, at every commit, the points of the card are the sum of its ledger rows, and the sum
of what is left in its lots less its overdraft. `_post` (in `loyalty_ledger_post.py`) is the only writer of ledger, lots
and balance; it locks the cards first, plans in pure code and writes in sets.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError

KINDS = [
    ("open", "Opening balance"),
    ("earn", "Earned"),
    ("rule", "Given by a rule"),
    ("spend", "Spent"),
    ("expire", "Expired"),
    ("leave", "Ended with the membership"),
    ("hold", "Held"),
    ("release", "Released"),
    ("reverse", "Reversed"),
    ("transfer", "Transferred"),
    ("adjust", "Adjusted"),
    ("settle", "Overdraft settled"),
]


class LoyaltyLedger(models.Model):
    _name = "loyalty.ledger"
    _description = "Points Ledger"
    _order = "id desc"
    _log_access = False
    _rec_name = "sentence"

    card_id = fields.Many2one("loyalty.card", required=True, ondelete="restrict", readonly=True)
    club_id = fields.Many2one("loyalty.club", required=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict", readonly=True)
    partner_id = fields.Many2one(related="card_id.partner_id", string="Customer")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    points = fields.Float(digits=(16, 2), required=True, readonly=True)
    lot_id = fields.Many2one("loyalty.lot", index="btree_not_null", ondelete="restrict", readonly=True)
    expires_on = fields.Date(string="Expires", readonly=True)
    occurred_on = fields.Datetime(
        string="Date", required=True, readonly=True, help="When it happened in the business; tiers count by it."
    )
    src_model = fields.Char(string="Source Model", readonly=True)
    src_id = fields.Many2oneReference(string="Source", model_field="src_model", readonly=True)
    src_line = fields.Integer(string="Source Line", readonly=True)
    src_name = fields.Char(string="Document", readonly=True)
    rule_id = fields.Many2one("loyalty.club.rule", index="btree_not_null", ondelete="restrict", readonly=True)
    rule_snapshot = fields.Json(readonly=True, help="The rule as it was when it gave the points.")
    idem_key = fields.Char(readonly=True, help="What was posted under a key is never posted again.")
    reverses_id = fields.Many2one("loyalty.ledger", index="btree_not_null", ondelete="restrict", readonly=True)
    reason = fields.Char(string="Remark", readonly=True)
    user_id = fields.Integer(string="User ID", readonly=True)
    user_name = fields.Char(string="User", compute="_compute_user_name")
    created_at = fields.Datetime(string="Posted", readonly=True)

    _something = models.Constraint("CHECK (points <> 0)", "A row of the ledger moves points.")
    _idem_key_unique = models.Constraint("UNIQUE (idem_key)", "This was posted before.")
    _card_idx = models.Index("(card_id, id)")
    _club_idx = models.Index("(club_id, occurred_on)")
    _source_idx = models.Index("(src_model, src_id)")
    _overdraft_idx = models.Index("(card_id) WHERE lot_id IS NULL")

    def init(self):
        """The database itself refuses to change or remove a row, whoever asks."""
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION loyalty_ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'The points ledger is append-only'; END $$;
            CREATE OR REPLACE TRIGGER loyalty_ledger_append_only BEFORE UPDATE OR DELETE ON loyalty_ledger
                FOR EACH ROW EXECUTE FUNCTION loyalty_ledger_append_only();
            CREATE OR REPLACE TRIGGER loyalty_ledger_no_truncate BEFORE TRUNCATE ON loyalty_ledger
                FOR EACH STATEMENT EXECUTE FUNCTION loyalty_ledger_append_only();
        """)

    @api.depends("user_id")
    def _compute_user_name(self):
        users = self.env["res.users"].sudo().browse(set(self.mapped("user_id")) - {0}).exists()
        names = {user.id: user.name for user in users}
        for row in self:
            row.user_name = names.get(row.user_id)

    # The ORM does not write here either: `_post` does, in SQL.

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        cards = self.env["loyalty.card"].sudo().browse([vals["card_id"] for vals in vals_list if vals.get("card_id")])
        self.env["loyalty.club.refusal"]._log(cards.exists(), self.env._("Row of the ledger written"))
        raise AccessError(self.env._("Rows of the points ledger are written by the club alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        self.env["loyalty.club.refusal"]._log(self.sudo().card_id, self.env._("Row of the ledger changed"))
        raise AccessError(self.env._("Rows of the points ledger never change."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Rows of the points ledger are never removed."))
