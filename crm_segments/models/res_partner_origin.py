from odoo import api, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """Through which campaign and channel a customer came (C11): of his sign-up, first lead or first order."""

    _name = "res.partner"
    _inherit = ["res.partner", "utm.mixin"]

    @api.model
    def _fill_origin(self, partner_ids):
        """Take campaign, source and channel over from the first lead or order that has one, where none is known.

        :param list partner_ids: ids of customers
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner p
                   SET campaign_id = first.campaign_id, source_id = first.source_id, medium_id = first.medium_id
                  FROM (
                    SELECT DISTINCT ON (partner_id) * FROM (
                        SELECT partner_id, campaign_id, source_id, medium_id, create_date FROM crm_lead
                         WHERE partner_id = ANY(%(ids)s)
                         UNION ALL
                        SELECT partner_id, campaign_id, source_id, medium_id, create_date FROM sale_order
                         WHERE partner_id = ANY(%(ids)s)
                    ) document
                     WHERE COALESCE(campaign_id, source_id, medium_id) IS NOT NULL
                     ORDER BY partner_id, create_date
                  ) first
                 WHERE p.id = first.partner_id AND COALESCE(p.campaign_id, p.source_id, p.medium_id) IS NULL
                """,
                ids=list(partner_ids),
            )
        )
        self.env["res.partner"].invalidate_model(["campaign_id", "source_id", "medium_id"])
