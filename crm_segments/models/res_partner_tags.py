from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """Which tags of a customer come from rules (C12)."""

    _inherit = "res.partner"

    automatic_tag_ids = fields.Many2many(
        "res.partner.category",
        string="Automatic Tags",
        compute="_compute_automatic_tag_ids",
        search="_search_automatic_tag_ids",
        compute_sudo=True,
        groups="base.group_user",
    )

    def _compute_automatic_tag_ids(self):
        given = self.env["club.tag.given"]._read_group(
            [("partner_id", "in", self.ids), ("is_own", "=", True)], ["partner_id"], ["tag_id:recordset"]
        )
        tags = dict(given)
        for partner in self:
            partner.automatic_tag_ids = tags.get(partner, self.env["res.partner.category"]) & partner.category_id

    def _search_automatic_tag_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        query = SQL("SELECT partner_id FROM club_tag_given WHERE is_own AND tag_id = ANY(%s)", [v for v in value if v])
        return Domain("id", "in", query)


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    @api.model
    def tag_cloud(self, limit=60):
        """The tags of the customers and how many have each, most used first, for the picture.

        :param int limit: at most so many tags
        :return: list of dicts with id, name, color, count, automatic (how many of them by a rule)
        """
        self.env["res.partner"].check_access("read")
        query = self.env["res.partner"]._search([("is_customer_club", "=", True)])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT rel.category_id, COUNT(*)
                  FROM res_partner_res_partner_category_rel rel
                 WHERE rel.partner_id IN (%s)
                 GROUP BY rel.category_id ORDER BY COUNT(*) DESC, rel.category_id LIMIT %s
                """,
                query.select(),
                min(int(limit), 200),
            )
        )
        counts = dict(rows)
        given = (
            self.env["club.tag.given"]
            .sudo()
            ._read_group([("tag_id", "in", list(counts)), ("is_own", "=", True)], ["tag_id"], ["__count"])
        )
        automatic = {tag.id: count for tag, count in given}
        return [
            {
                "id": tag.id,
                "name": tag.name,
                "color": tag.color,
                "count": counts[tag.id],
                "automatic": min(automatic.get(tag.id, 0), counts[tag.id]),
            }
            for tag in self.browse(list(counts)).exists()
        ]
