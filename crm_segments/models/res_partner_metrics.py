"""The figures of a customer in the current company, on the customer: to list, sort, group and filter by (C9, C10)."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

STAFF = "crm_segments.crm_segments_group_user"


class MetricOfCompany(fields.Many2one):
    """The row of figures in the current company: another one in each, so no column could hold it.

    Lists join the row by customer and company; that is all that sorting and grouping by its figures needs. In the
    context ``club_with_figures`` who has no row is left out, so that the index of a figure can give the order.
    """

    def join(self, model, alias, query):
        comodel = model.env[self.comodel_name]
        coalias = query.make_alias(alias, self.name)
        query.add_join(
            "JOIN" if model.env.context.get("club_with_figures") else "LEFT JOIN",
            coalias,
            comodel._table,
            SQL(
                "%s = %s AND %s = %s",
                SQL.identifier(coalias, "partner_id"),
                SQL.identifier(alias, "commercial_partner_id"),
                SQL.identifier(coalias, "company_id"),
                model.env.company.id,
            ),
        )
        return comodel, coalias


class ResPartner(models.Model):
    _inherit = "res.partner"

    club_metric_id = MetricOfCompany(
        "club.customer.metric",
        string="Figures",
        compute="_compute_club_metric_id",
        search="_search_club_metric_id",
        compute_sudo=True,
        groups=STAFF,
    )
    lifecycle_stage = fields.Selection(related="club_metric_id.lifecycle_stage", string="Life Cycle", groups=STAFF)
    lifecycle_on = fields.Datetime(related="club_metric_id.lifecycle_on", string="In This Stage Since", groups=STAFF)
    club_order_count = fields.Integer(related="club_metric_id.order_count", string="Orders", groups=STAFF)
    club_spent = fields.Monetary(related="club_metric_id.spent", currency_field="club_currency_id", groups=STAFF)
    club_average_basket = fields.Monetary(
        related="club_metric_id.average_basket",
        string="Average Basket",
        currency_field="club_currency_id",
        groups=STAFF,
    )
    club_last_order_on = fields.Datetime(related="club_metric_id.last_order_on", string="Last Order", groups=STAFF)
    club_expected_value = fields.Monetary(
        related="club_metric_id.expected_value",
        string="Expected Value (CLV)",
        currency_field="club_currency_id",
        groups=STAFF,
    )
    club_rfm_name = fields.Selection(related="club_metric_id.rfm_name", string="RFM Group", groups=STAFF)
    club_rfm_score = fields.Integer(related="club_metric_id.rfm_score", string="RFM", aggregator=None, groups=STAFF)
    club_favourite_category_id = fields.Many2one(
        related="club_metric_id.favourite_category_id", string="Favourite Category", groups=STAFF
    )
    club_currency_id = fields.Many2one("res.currency", compute="_compute_club_currency_id")

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """By a figure, who has none comes last; so a page that those with figures fill is read without the others."""
        first, comma, rest = (order or "").partition(",")
        if not limit or not self._is_order_by_figure(first):
            return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)
        ranked = self.with_context(club_with_figures=True)
        ids = super(ResPartner, ranked)._search(domain, offset, limit, order, **kwargs).get_result_ids()
        if len(ids) == limit:
            return self.browse(ids)._as_query()
        return super()._search(domain, offset, limit, f"{first} nulls last{comma}{rest}", **kwargs)

    def _is_order_by_figure(self, term):
        """Whether a part of an order, such as ``club_spent desc``, is by a column of the figures."""
        field = self._fields.get(term.split()[0]) if term.strip() else None
        is_figure = field is not None and (field.related or "").startswith("club_metric_id.")
        return is_figure and field.type != "many2one" and "nulls" not in term.lower()

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_club_metric_id(self):
        rows = self.env["club.customer.metric"].search(
            [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)]
        )
        by_customer = {row.partner_id: row for row in rows}
        for partner in self:
            partner.club_metric_id = by_customer.get(partner.commercial_partner_id, False)

    def _search_club_metric_id(self, operator, value):
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        Metric = self.env["club.customer.metric"].sudo()
        mine = Domain("company_id", "=", self.env.company.id)
        if operator == "in" and False in value:
            return ~self._with_metric(Metric._search(mine)) | self._search_club_metric_id("in", set(value) - {False})
        rows = Domain("id", "in", list(value)) if operator == "in" else value
        if not isinstance(rows, Domain):  # a query, or the SQL of one
            rows = Domain("id", "any!", rows)
        return self._with_metric(Metric._search(mine & rows))

    def _with_metric(self, query):
        return Domain("commercial_partner_id", "any!", query.subselect("partner_id"))

    @api.depends_context("company")
    def _compute_club_currency_id(self):
        self.club_currency_id = self.env.company.currency_id

    def action_open_metric(self):
        """The figures of the customer, with the formula."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Purchases and Life Cycle"),
            "res_model": "club.customer.metric",
            "view_mode": "form",
            "res_id": self.club_metric_id.id,
        }
