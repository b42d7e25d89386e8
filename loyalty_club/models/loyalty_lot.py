from odoo import fields, models


class LoyaltyLot(models.Model):
    """What is left of one credit. Written by `loyalty.ledger._post` alone, under the lock of the card."""

    _name = "loyalty.lot"
    _inherit = ["loyalty.club.guarded.mixin"]
    _description = "Lot of Points"
    _order = "expires_on, id"
    _log_access = False

    card_id = fields.Many2one("loyalty.card", required=True, ondelete="restrict", readonly=True)
    partner_id = fields.Many2one(related="card_id.partner_id", string="Customer")
    program_id = fields.Many2one(related="card_id.program_id")
    club_id = fields.Many2one("loyalty.club", required=True, index=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict", readonly=True)
    remaining = fields.Float(digits=(16, 2), readonly=True, help="Points of this credit that can be spent.")
    held = fields.Float(digits=(16, 2), readonly=True, help="Points of this credit that cannot be spent yet.")
    expires_on = fields.Date(string="Expires", readonly=True, help="Last day on which the points can be spent.")
    available_on = fields.Date(string="Available", readonly=True, help="Day from which held points can be spent.")
    unpaid_order_id = fields.Many2one(
        "sale.order",
        string="Waits for Payment of",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        help="The points can be spent when this order is paid.",
    )

    _not_negative = models.Constraint("CHECK (remaining >= 0 AND held >= 0)", "A lot cannot hold less than nothing.")
    _left_idx = models.Index("(card_id, expires_on, id) WHERE remaining > 0 OR held > 0")
    _expiry_idx = models.Index("(expires_on) WHERE remaining > 0")
    _available_idx = models.Index("(available_on) WHERE held > 0")
