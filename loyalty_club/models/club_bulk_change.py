from odoo import models
from odoo.fields import Domain


class BulkApprove(models.AbstractModel):
    """Undone, memberships that the approval began wait again, their cards closed with what is on them."""

    _inherit = "club.bulk.change.approve"

    def _snapshot(self, partners):
        """Override: also which memberships wait."""
        found = super()._snapshot(partners)
        waiting = Domain("partner_id", "in", partners.ids) & Domain("state", "=", "pending")
        groups = self.env["loyalty.club.member"].sudo()._read_group(waiting, ["partner_id"], ["id:array_agg"])
        members = {partner.id: ids for partner, ids in groups}
        return {key: {**values, "waiting_member_ids": members.get(key, [])} for key, values in found.items()}

    def _give_back(self, change, partners, before):
        waited = self.env["loyalty.club.member"].sudo().browse(before.pop("waiting_member_ids", []))
        waited.exists().filtered(lambda member: member.state == "active")._stop("pending")
        return super()._give_back(change, partners, before)

    def _stays(self):
        return [
            *super()._stays(),
            self.env._("Points for joining the club stay on the closed card until the customer is approved again."),
        ]
