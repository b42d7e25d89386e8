from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models import club_bulk_change


class ClubBulkAction(models.TransientModel):
    """One change for all customers who are selected; it can be undone (C1)."""

    _name = "club.bulk.action"
    _description = "Change Many Customers"
    _inherit = ["club.kind.mixin", "club.whole.list.mixin"]
    _kind_family = "club.bulk.change.kind"

    in_background = fields.Boolean(compute="_compute_in_background")
    kind = fields.Selection(default="group", string="What")
    needs = fields.Char(compute="_compute_needs")
    group_id = fields.Many2one("club.customer.group")
    status_id = fields.Many2one(
        "club.customer.status",
        domain=[("kind", "in", ["active", "inactive"])],
        help="Blocking and approving ask for more and have their own buttons.",
    )
    tag_id = fields.Many2one("res.partner.category")

    @api.model
    def _selection_kind(self):
        """Override: what is not offered has a button of its own."""
        return [(kind, label) for kind, label in super()._selection_kind() if self._named(kind)._offered]

    def _named(self, kind):
        return self.env[f"{self._kind_family.removesuffix('kind')}{kind}"]

    @api.depends("customer_count")
    def _compute_in_background(self):
        for wizard in self:
            wizard.in_background = wizard.customer_count > club_bulk_change.AT_ONCE

    @api.depends("kind")
    def _compute_needs(self):
        for wizard in self:
            wizard.needs = wizard.kind and self._named(wizard.kind)._needs

    def action_apply(self):
        """Carry it out."""
        self.ensure_one()
        record = self[self.needs] if self.needs else None
        if record is not None and not record:
            raise UserError(self.env._("Choose what the customers get."))
        return self.env["club.bulk.change"]._apply(self._customers(), self.kind, record)._done()
