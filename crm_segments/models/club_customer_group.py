from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache


class ClubCustomerGroup(models.Model):
    """What the business sorts its customers into. One group is the default that every new customer gets."""

    _name = "club.customer.group"
    _description = "Customer Group"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for a group that all companies share.")
    is_default = fields.Boolean(
        string="Default Group",
        tracking=True,
        help="New customers are put into this group. A company's own default goes before the shared one.",
    )
    needs_approval = fields.Boolean(
        tracking=True,
        help="Who signs up into this group waits until a manager approves, and cannot sign in before that.",
    )
    approved_group_id = fields.Many2one(
        "club.customer.group",
        string="After Approval",
        check_company=True,
        help="Who waits in this group is moved there by approval, unless a form names another group. "
        "Leave empty to keep him here.",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        help="Customers whose main group this is buy at these prices, unless they have a pricelist of their own.",
    )
    note = fields.Text(string="Description", translate=True)
    customer_count = fields.Integer(compute="_compute_counts")
    pending_count = fields.Integer(string="Waiting", compute="_compute_counts")

    # one default among the shared groups, one among each company's own
    _default_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0)) WHERE is_default", "There is already a default group for this company."
    )

    def _compute_counts(self):
        counts = {
            group: (count, pending)
            for group, count, pending in self.env["res.partner"]._read_group(
                [("customer_group_id", "in", self.ids), ("is_customer_club", "=", True)],
                ["customer_group_id"],
                ["__count", "approval_requested_on:count"],
            )
        }
        for group in self:
            group.customer_count, group.pending_count = counts.get(group, (0, 0))

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        for vals in vals_list:
            if vals.get("is_default"):
                self._yield_default(vals.get("company_id"))
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("is_default"):
            for group in self:
                group._yield_default(vals.get("company_id", group.company_id.id))
        elif not self.env.context.get("club_group_yields") and (
            vals.get("is_default") is False or vals.get("active") is False
        ):
            self._check_not_shared_default()
        if {"is_default", "active", "company_id"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _yield_default(self, company_id):
        """The group that was the default until now makes room for the new one."""
        others = self.with_context(active_test=False).search(
            [("is_default", "=", True), ("company_id", "=", company_id or False), ("id", "not in", self.ids)]
        )
        others.with_context(club_group_yields=True).write({"is_default": False})
        others.flush_recordset()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_default(self):
        self._check_not_shared_default()

    def _check_not_shared_default(self):
        if any(group.is_default and not group.company_id for group in self):
            raise UserError(self.env._("New customers need a default group: make another group the default first."))

    @api.model
    def _default_for(self, company):
        """The group of a new customer.

        :param company: res.company, may be empty
        :return: the company's own default, else the shared one; empty when neither is there
        """
        return self.browse(self._default_id(company.id))

    @api.model
    @ormcache("company_id")
    def _default_id(self, company_id):
        domain = [("is_default", "=", True), ("company_id", "in", [False, company_id])]
        return self.sudo().search(domain).sorted(lambda group: not group.company_id)[:1].id

    def action_open_customers(self):
        """Open the customers of this group."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        action["domain"] = [("is_customer_club", "=", True), ("customer_group_id", "=", self.id)]
        action["context"] = {"default_is_customer_club": True, "default_customer_group_id": self.id}
        action["display_name"] = self.name
        return action
