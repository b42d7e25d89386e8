from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

MANAGER = "crm_segments.crm_segments_group_manager"
_LIMIT = 10


class ResPartner(models.Model):
    """Who waits for approval, with those beside him who may be the same person, and a checklist (C4)."""

    _inherit = "res.partner"

    approval_check_ids = fields.Many2many(
        "club.approval.check",
        "club_approval_check_partner_rel",
        "partner_id",
        "check_id",
        string="Checked",
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    duplicate_ids = fields.Many2many(
        "res.partner",
        string="Likely the Same",
        compute="_compute_duplicate_ids",
        groups="base.group_user",
        help="Customers with the same phone, e-mail or name, in whatever spelling.",
    )
    duplicate_count = fields.Integer(compute="_compute_duplicate_ids", groups="base.group_user")

    @api.depends("phone_sanitized", "email_normalized", "complete_name")
    def _compute_duplicate_ids(self):
        found = self._find_duplicates()
        for partner in self:
            partner.duplicate_ids = found.get(partner._origin.id, self.browse())
            partner.duplicate_count = len(partner.duplicate_ids)

    def _find_duplicates(self):
        """Those who share phone, e-mail or folded name, in one statement for all.

        :return: dict of id and res.partner, at most 10 each, only what the user may read
        """
        if not self._origin:
            return {}
        self.env["res.partner"].flush_model()
        branches = SQL(" UNION ").join(
            SQL(
                "(SELECT id FROM res_partner WHERE %s = %s AND id <> me.id AND active LIMIT %s)",
                SQL.identifier(column),
                SQL.identifier("me", column),
                _LIMIT,
            )
            for column in ("phone_sanitized", "email_normalized", "name_folded")
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT me.id, array_agg(other.id ORDER BY other.id)
                     FROM res_partner me CROSS JOIN LATERAL (%s) other
                    WHERE me.id = ANY(%s) GROUP BY me.id""",
                branches,
                self._origin.ids,
            )
        )
        readable = set(self.browse({other for _id, others in rows for other in others})._filtered_access("read").ids)
        return {
            partner_id: self.browse([other for other in others if other in readable][:_LIMIT])
            for partner_id, others in rows
        }

    def action_open_duplicates(self):
        """The customer and those who may be the same, in one list, from which they can be merged."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Likely the same: %s", self.display_name),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "views": [
                (self.env.ref("crm_segments.res_partner_view_list_customers").id, "list"),
                (self.env.ref("crm_segments.res_partner_view_customer_page").id, "form"),
            ],
            "domain": [("id", "in", (self | self.duplicate_ids).ids)],
        }

    def _missing_checks(self):
        """The required checks that nobody has ticked yet.

        :return: club.approval.check
        """
        self.ensure_one()
        company = Domain("company_id", "in", [False, (self.company_id or self.env.company).id])
        required = self.env["club.approval.check"].search(Domain("is_required", "=", True) & company)
        return required - self.approval_check_ids
