from odoo import api, fields, models
from odoo.exceptions import AccessError

STAFF = "base.group_user"


class ResPartner(models.Model):
    """What makes a contact a customer of the club: group, status, where he came from (C1, C2, C3, C5, C8)."""

    _inherit = "res.partner"

    is_customer_club = fields.Boolean(
        string="Club Customer",
        index="btree_not_null",
        copy=False,
        help="Listed under Customers: who signed up, registered, joined a club or bought.",
    )
    customer_group_id = fields.Many2one(
        "club.customer.group",
        string="Default Group",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        ondelete="restrict",
    )
    customer_group_ids = fields.Many2many(
        "club.customer.group",
        "club_customer_group_partner_rel",
        "partner_id",
        "group_id",
        string="Further Groups",
        check_company=True,
    )
    customer_status_id = fields.Many2one(
        "club.customer.status",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        copy=False,
    )
    customer_status_kind = fields.Selection(
        related="customer_status_id.kind", string="Status Kind", store=True, index="btree_not_null"
    )
    date_added = fields.Datetime(default=fields.Datetime.now, index=True, copy=False)
    birthday = fields.Date()
    signup_ip = fields.Char(string="Sign-up IP", readonly=True, copy=False, groups=STAFF)
    last_ip = fields.Char(string="Last IP", readonly=True, copy=False, index="btree_not_null", groups=STAFF)
    last_ip_on = fields.Datetime(string="Last Seen", readonly=True, copy=False, groups=STAFF)
    ip_country_id = fields.Many2one("res.country", string="IP Country", readonly=True, copy=False, groups=STAFF)
    customer_ip_ids = fields.One2many("club.customer.ip", "partner_id", string="IP Addresses", groups=STAFF)

    _phone_sanitized_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")
    _email_normalized_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _customer_club_idx = models.Index("(date_added DESC, id DESC) WHERE is_customer_club")

    @api.model_create_multi
    def create(self, vals_list):
        by_default = self.env.context.get("default_is_customer_club")
        for vals in vals_list:
            if vals.get("is_customer_club", by_default):
                self._prepare_customer_values(vals)
            if vals.get("customer_status_id"):
                self._check_status_rights(self.env["club.customer.status"], vals["customer_status_id"])
        partners = super().create(vals_list)
        pending = partners.filtered(lambda p: p.customer_status_kind == "pending" and not p.approval_requested_on)
        pending._write_approval_request("manual")
        return partners

    def write(self, vals):
        before = {}
        if "customer_status_id" in vals:
            for partner in self:
                before[partner] = partner.customer_status_id
                self._check_status_rights(partner.customer_status_id, vals["customer_status_id"])
        newcomers = self.browse()
        if vals.get("is_customer_club"):
            newcomers = self.filtered(lambda partner: not partner.is_customer_club)
        result = super().write(vals)
        newcomers._complete_newcomers()
        for partner, status in before.items():
            if status.kind != partner.customer_status_kind:
                partner._customer_status_changed(status.kind, partner.customer_status_kind)
        return result

    def _prepare_customer_values(self, vals):
        """Complete the values of a new customer with group, status and date.

        :param dict vals: changed in place
        :return: vals
        """
        if not vals.get("customer_group_id") and not self.env.context.get("default_customer_group_id"):
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            vals["customer_group_id"] = self.env["club.customer.group"]._default_for(company).id
        if not vals.get("customer_status_id"):
            vals["customer_status_id"] = self.env["club.customer.status"]._of_kind("active").id
        vals.setdefault("date_added", fields.Datetime.now())
        return vals

    def _complete_newcomers(self):
        """Give contacts who just became customers what a new customer has, and keep what they have already."""

        def missing(partner):
            return partner.company_id, bool(partner.customer_group_id), bool(partner.customer_status_id)

        for (company, has_group, has_status), partners in self.sudo().grouped(missing).items():
            values = partners._prepare_customer_values({"company_id": company.id})
            values.pop("company_id")
            if has_group:
                values.pop("customer_group_id", None)
            if has_status:
                values.pop("customer_status_id")
            partners.write(values)

    def _check_status_rights(self, old, new_id):
        """Pending and blocked are decisions: only managers of the club take or lift them."""
        if self.env.su:
            return
        new = self.env["club.customer.status"].browse(new_id)
        if old == new:
            return
        needed = "crm_segments.crm_segments_group_user"
        if {old.sudo().kind, new.sudo().kind} & {"pending", "blocked"}:
            needed = "crm_segments.crm_segments_group_manager"
        if not self.env.user.has_group(needed):
            raise AccessError(self.env._("You may not change the status of this customer."))

    def _customer_status_changed(self, old_kind, new_kind):
        """Called for a customer whose status got another meaning.

        :param old_kind: pending, active, inactive, blocked or False
        :param new_kind: likewise
        """
        self.ensure_one()
        if new_kind == "pending":
            if not self.sudo().approval_requested_on:
                self._write_approval_request("manual")
        elif self.sudo().approval_requested_on:
            self.sudo().write({"approval_requested_on": False})
        if new_kind in ("pending", "blocked"):
            self._suspend_portal_login()
        elif old_kind in ("pending", "blocked"):
            self._restore_portal_login()
