from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    loyalty_sms_count = fields.Integer(
        "SMS Messages", compute="_compute_loyalty_sms_count", groups="crm_segments.crm_segments_group_user"
    )

    def _compute_loyalty_sms_count(self):
        counts = dict(
            self.env["loyalty.sms.message"]._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"])
        )
        for partner in self:
            partner.loyalty_sms_count = counts.get(partner, 0)

    def action_open_loyalty_sms(self):
        """Open the messages that this customer got."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_sms.loyalty_sms_message_action")
        return {**action, "domain": [("partner_id", "=", self.id)], "context": {}}
