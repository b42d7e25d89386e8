from odoo import models


class ClubSegment(models.Model):
    _inherit = "club.segment"

    def action_write_sms(self):
        """Begin a mailing by SMS to whoever is in the segment when it leaves."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mailing"),
            "res_model": "mailing.mailing",
            "views": [(self.env.ref("mass_mailing_sms.mailing_mailing_view_form_sms").id, "form")],
            "context": {
                "default_mailing_type": "sms",
                "default_mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "default_mailing_domain": repr([("segment_ids", "in", self.ids)]),
                "default_subject": self.name,
            },
        }
