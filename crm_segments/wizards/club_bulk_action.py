from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.club_bulk_change import ACTIONS


class ClubBulkAction(models.TransientModel):
    """One change for all customers who are selected; it can be undone (C1)."""

    _name = "club.bulk.action"
    _description = "Change Many Customers"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    customer_count = fields.Integer(compute="_compute_customer_count")
    action = fields.Selection(ACTIONS, required=True, default="group")
    group_id = fields.Many2one("club.customer.group")
    status_id = fields.Many2one(
        "club.customer.status",
        domain=[("kind", "in", ["active", "inactive"])],
        help="Blocking and approving ask for more and have their own buttons.",
    )
    tag_id = fields.Many2one("res.partner.category")

    @api.depends("partner_ids")
    def _compute_customer_count(self):
        for wizard in self:
            wizard.customer_count = len(wizard.partner_ids)

    def action_apply(self):
        """Carry it out."""
        self.ensure_one()
        needed = {"group": "group_id", "status": "status_id", "tag_add": "tag_id", "tag_remove": "tag_id"}
        record = self[needed[self.action]] if self.action in needed else None
        if record is not None and not record:
            raise UserError(self.env._("Choose what the customers get."))
        if self.action == "status" and (
            record.kind not in ("active", "inactive")
            or any(partner.customer_status_kind in ("pending", "blocked") for partner in self.partner_ids)
        ):
            raise UserError(
                self.env._(
                    "Customers who wait for approval or are blocked are approved and unblocked by their own buttons."
                )
            )
        return self.env["club.bulk.change"]._apply(self.partner_ids, self.action, record)._done()
