"""Merging customers keeps their custom fields, of which Odoo keeps only those of the one that stays."""

from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """As for other fields, the one that stays fills his gaps from the others."""
        result = super()._update_values(src_partners, dst_partner)
        known = {item["name"] for item in dst_partner._fields["properties"]._get_properties_definition(dst_partner)}
        values = {}
        for partner in (*src_partners, dst_partner):
            values |= {name: value for name, value in (partner.properties._values or {}).items() if name in known}
        if values:
            dst_partner.properties = values
        return result
