from odoo import fields, models

from .club_customer_ip import FLAGS


class ResPartner(models.Model):
    """Customers whose address should be looked at (C5)."""

    _inherit = "res.partner"

    ip_flag = fields.Selection(
        FLAGS, string="Address Flag", index="btree_not_null", readonly=True, copy=False, groups="base.group_user"
    )
    ip_flag_reason = fields.Char(readonly=True, copy=False, groups="base.group_user")

    def _flag_ip(self, visit):
        """Flag the customer for a visit; a new one who signed up waits for approval where the settings say so.

        :param visit: club.customer.ip with its flag
        """
        self.ensure_one()
        partner = self.sudo().with_context(tracking_disable=True)
        partner.write({"ip_flag": visit.flag, "ip_flag_reason": visit.flag_reason})
        waits = self.env["ir.config_parameter"].sudo().get_param("crm_segments.ip_flag_waits")
        if waits and visit.event in ("signup", "form") and not partner.approval_requested_on:
            partner._request_approval("flag")

    def action_clear_ip_flag(self):
        """Take the flag off: somebody looked, and it is well."""
        self._check_approval_rights()
        for partner in self.filtered("ip_flag"):
            partner.message_post(body=self.env._("The address was looked at: %s", partner.ip_flag_reason or ""))
        self.sudo().write({"ip_flag": False, "ip_flag_reason": False})
        return True
