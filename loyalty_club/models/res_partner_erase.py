"""What the club keeps of a person besides ledger, card and number."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _check_erasable(self):
        """Override of `crm_segments`: who is in a club leaves first, so that he sees what he loses."""
        staying = Domain("partner_id", "in", self.ids) & Domain("state", "!=", "left")
        if member := self.env["loyalty.club.member"].sudo().search(staying, limit=1):
            raise UserError(self.env._("%s is still in a club: he has to leave it first.", member.partner_id.name))
        return super()._check_erasable()

    def _erase_personal_data(self):
        """Override of `crm_segments`: why he left, and what was written on his membership."""
        result = super()._erase_personal_data()
        members = self.env["loyalty.club.member"].sudo().search([("partner_id", "in", self.ids)])
        members.write({"erasure_requested_on": False, "left_reason": False})
        for member in members:
            member.message_ids.unlink()
            member.message_post(body=self.env._("The personal data were erased."), subtype_xmlid="mail.mt_note")
        return result
