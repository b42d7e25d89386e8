from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

KINDS = [("pending", "Pending Approval"), ("active", "Active"), ("inactive", "Inactive"), ("blocked", "Blocked")]


class ClubCustomerStatus(models.Model):
    """Names that the business gives to the states of a customer. Code looks at the ``kind`` only."""

    _name = "club.customer.status"
    _description = "Customer Status"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        KINDS,
        required=True,
        help="What the status means: pending and blocked customers cannot sign in, blocked ones get no messages.",
    )
    color = fields.Integer()
    sequence = fields.Integer(default=10)
    customer_count = fields.Integer(compute="_compute_customer_count")

    def _compute_customer_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("customer_status_id", "in", self.ids)], ["customer_status_id"], ["__count"]
            )
        )
        for status in self:
            status.customer_count = counts.get(status, 0)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"kind", "active", "sequence"} & vals.keys():
            self.env.registry.clear_cache()
        if vals.get("kind") and any(status.kind != vals["kind"] and status.customer_count for status in self.sudo()):
            raise UserError(
                self.env._("Customers have this status: its meaning cannot change. Create another status instead.")
            )
        if "kind" in vals or vals.get("active") is False:
            self._check_kind_remains()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last_of_kind(self):
        self._check_kind_remains()

    def _check_kind_remains(self):
        for kind in set(self.mapped("kind")):
            if not self.search_count([("kind", "=", kind), ("id", "not in", self.ids)], limit=1):
                raise UserError(self.env._("At least one status of each kind is needed."))

    @api.model
    def _of_kind(self, kind):
        """The first status of a kind.

        :param str kind: pending, active, inactive or blocked
        :return: club.customer.status
        """
        return self.browse(self._id_of_kind(kind))

    @api.model
    @ormcache("kind")
    def _id_of_kind(self, kind):
        return self.sudo().search([("kind", "=", kind)], limit=1).id
