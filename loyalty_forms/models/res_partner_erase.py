from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _erase_personal_data(self):
        """Override of `crm_segments`: what the customer typed into forms goes with him."""
        result = super()._erase_personal_data()
        entries = self.env["loyalty.form.entry"].sudo().search([("partner_id", "in", self.ids)])
        entries.unlink()
        return result
