from odoo import api, models


class ProductPricelist(models.Model):
    """Prices by customer group (C2)."""

    _inherit = "product.pricelist"

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """The pricelist of the main group comes after the partner's own and before that of his country."""
        result = super()._get_partner_pricelist_multi(partner_ids)
        partners = self.env["res.partner"].with_context(active_test=False).browse(partner_ids).sudo()
        for partner in partners:
            pricelist = partner.customer_group_id.pricelist_id.filtered("active")
            company_fits = not pricelist.company_id or pricelist.company_id == self.env.company
            if (
                pricelist
                and company_fits
                and partner.id in result
                and not partner.specific_property_product_pricelist._get_partner_pricelist_multi_filter_hook()
            ):
                result[partner.id] = self.browse(pricelist.id)
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.depends("customer_group_id.pricelist_id")
    def _compute_product_pricelist(self):
        return super()._compute_product_pricelist()
