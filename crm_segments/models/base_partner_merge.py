"""What becomes of our rows when customers are merged, beyond what Odoo does with every foreign key."""

from odoo import api, models
from odoo.tools import SQL

# Tables in which a customer stands once beside another record. Odoo would drop all rows of the one that goes.
ONCE = (("club_segment_member", "segment_id"), ("club_tag_given", "rule_id"))


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """Custom fields: as for other fields, the one that stays fills his gaps from the others."""
        result = super()._update_values(src_partners, dst_partner)
        known = {item["name"] for item in dst_partner._fields["properties"]._get_properties_definition(dst_partner)}
        values = {}
        for partner in (*src_partners, dst_partner):
            values |= {name: value for name, value in (partner.properties._values or {}).items() if name in known}
        if values:
            dst_partner.properties = values
        return result

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Segments and tags of rules are kept, each once; figures are worked out anew, from the documents of all."""
        self.env.flush_all()
        for table, other in ONCE:
            self._leave_one_row(table, other, src_partners, dst_partner)
        self.env.cr.execute(SQL("DELETE FROM club_customer_metric WHERE partner_id = ANY(%s)", src_partners.ids))
        for model in ("club.tag.given", "club.customer.metric"):
            self.env[model].invalidate_model()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env["club.customer.touch"]._mark((src_partners | dst_partner).ids, "purchase")
        return result

    def _leave_one_row(self, table, other, src_partners, dst_partner):
        """Where several of the merged customers have a row beside the same record, one of them stays.

        :param str table: with a column `partner_id`
        :param str other: the column of the record
        """
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM %(table)s d
                 WHERE d.partner_id = ANY(%(src)s)
                   AND EXISTS (SELECT FROM %(table)s o
                                WHERE o.%(other)s = d.%(other)s AND o.id <> d.id
                                  AND (o.partner_id = %(dst)s OR o.partner_id = ANY(%(src)s) AND o.id < d.id))
                """,
                table=SQL.identifier(table),
                other=SQL.identifier(other),
                src=src_partners.ids,
                dst=dst_partner.id,
            )
        )
