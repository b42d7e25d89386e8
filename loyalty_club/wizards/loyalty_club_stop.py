from odoo import api, fields, models
from odoo.tools import plaintext2html


class LoyaltyClubStop(models.TransientModel):
    """Staff freezes a member or lets him leave, always with a reason, and sees before what that takes from him."""

    _name = "loyalty.club.stop"
    _description = "Freeze a Member or Let Him Leave"

    member_id = fields.Many2one("loyalty.club.member", required=True, readonly=True)
    way = fields.Selection([("suspend", "Freeze"), ("leave", "Leave the Club")], required=True, readonly=True)
    account = fields.Html(string="He Loses", compute="_compute_account")
    reason = fields.Char(required=True)
    erase = fields.Boolean(
        string="Erase His Personal Data",
        groups="crm_segments.crm_segments_group_manager",
        help="Phone, mail, birthday, notes and his login go. Orders, invoices and the ledger stay, as the law wants; "
        "where there are invoices, name and address stay with them.",
    )

    @api.depends("member_id", "way")
    def _compute_account(self):
        for wizard in self:
            lines = wizard.member_id._leaving_account() if wizard.way == "leave" else []
            wizard.account = plaintext2html("\n".join(f"• {line}" for line in lines)) if lines else False

    def action_apply(self):
        """Freeze him, or end the membership."""
        self.ensure_one()
        member = self.member_id
        member.check_access("write")
        if self.way == "suspend":
            member.action_suspend()
            member.message_post(body=self.env._("Frozen: %s", self.reason), subtype_xmlid="mail.mt_note")
        else:
            member._leave(self.reason)
            member.message_post(body=self.env._("Left the club: %s", self.reason), subtype_xmlid="mail.mt_note")
            if self.env.user.has_group("crm_segments.crm_segments_group_manager") and self.erase:
                member.action_erase()
        return {"type": "ir.actions.act_window_close"}
