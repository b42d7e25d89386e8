from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

STAGES = [
    ("lead", "Lead"),
    ("prospect", "Prospect"),
    ("new", "New Customer"),
    ("repeat", "Repeat Customer"),
    ("loyal", "Loyal"),
    ("at_risk", "At Risk"),
    ("lost", "Lost"),
    ("won_back", "Won Back"),
]
RFM_NAMES = [
    ("champion", "Champions"),
    ("loyal", "Loyal Customers"),
    ("potential", "Potential Loyalists"),
    ("newcomer", "New Customers"),
    ("promising", "Promising"),
    ("need_attention", "Need Attention"),
    ("about_to_sleep", "About to Sleep"),
    ("leaving", "At Risk"),
    ("cannot_lose", "Cannot Lose Them"),
    ("hibernating", "Hibernating"),
]


class ClubCustomerMetric(models.Model):
    """What a customer bought in a company, less what he gave back, and what follows from it (C9, C10).

    One row for each commercial partner and company: what contacts buy counts for the one they belong to. Rows are
    written whole, by SQL, from the documents (`_recompute`): cancelled orders, refunds and merged customers are no
    special cases. Amounts are in the currency of the company and with tax.
    """

    _name = "club.customer.metric"
    _description = "Figures of a Customer"
    _log_access = False
    _rec_name = "partner_id"
    _order = "spent desc, id desc"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_count = fields.Integer(string="Orders")
    spent = fields.Monetary(help="With tax, less refunds and credit notes.")
    average_basket = fields.Monetary(aggregator="avg", help="Spent / orders")
    first_order_on = fields.Datetime(string="First Order")
    last_order_on = fields.Datetime(string="Last Order")
    previous_order_on = fields.Datetime(string="Order Before the Last")
    recency_days = fields.Integer(
        string="Days Since Last Order", compute="_compute_recency_days", search="_search_recency_days", aggregator=None
    )
    rhythm_days = fields.Float(
        string="Rhythm (Days)", digits=(16, 1), aggregator="avg", help="The usual (median) days between two orders."
    )
    orders_a_year = fields.Float(
        string="Expected Orders a Year",
        digits=(16, 1),
        aggregator="avg",
        help="365 / rhythm; for customers without a rhythm what the settings say.",
    )
    chance = fields.Float(
        string="Chance (%)",
        digits=(16, 0),
        aggregator="avg",
        help="That he buys again, by his stage; see the settings.",
    )
    expected_value = fields.Monetary(
        string="Expected Value (CLV)",
        help="Of the next twelve months: average basket x expected orders a year x chance that he buys again.",
    )
    recency_score = fields.Integer(string="R Score", aggregator="avg")
    frequency_score = fields.Integer(string="F Score", aggregator="avg")
    money_score = fields.Integer(string="M Score", aggregator="avg")
    rfm_score = fields.Integer(string="RFM", aggregator=None, help="Recency, frequency and money, 1 to 5 each.")
    rfm_name = fields.Selection(RFM_NAMES, string="RFM Group")
    lifecycle_stage = fields.Selection(STAGES, string="Life Cycle", required=True)
    lifecycle_on = fields.Datetime(string="In This Stage Since")
    favourites = fields.Json(help="[[product category, share of what was spent in per cent]], at most 5")
    favourite_category_id = fields.Many2one("product.category", index="btree_not_null", ondelete="set null")
    favourite_product_ids = fields.Many2many("product.product", compute="_compute_favourite_product_ids")
    favourite_text = fields.Char(string="Favourite Categories", compute="_compute_favourite_text")
    formula = fields.Text(compute="_compute_formula")
    due_on = fields.Datetime(help="When time alone will change a score or the stage.")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    city = fields.Char(related="partner_id.city")

    _customer_uniq = models.UniqueIndex("(partner_id, company_id)", "The customer has figures in this company already.")
    # each gives the customers too, so that conditions of segments need not visit the rows
    _stage_idx = models.Index("(company_id, lifecycle_stage, id) INCLUDE (partner_id)")
    _spent_idx = models.Index("(company_id, spent DESC, id DESC) INCLUDE (partner_id, order_count)")
    _last_order_idx = models.Index("(company_id, last_order_on) INCLUDE (partner_id, order_count)")
    _due_idx = models.Index("(due_on) WHERE due_on IS NOT NULL")

    @api.depends("last_order_on")
    def _compute_recency_days(self):
        now = fields.Datetime.now()
        for metric in self:
            metric.recency_days = (now - metric.last_order_on).days if metric.last_order_on else 0

    def _search_recency_days(self, operator, value):
        turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        if operator not in turned:
            return NotImplemented
        moment = fields.Datetime.subtract(fields.Datetime.now(), days=value)
        return Domain("last_order_on", turned[operator], moment)

    @api.depends("favourites")
    @api.depends_context("lang")
    def _compute_favourite_text(self):
        Category = self.env["product.category"]
        keys = {key for metric in self for key, _share in metric.favourites or []}
        names = {category.id: category.name for category in Category.browse(keys).exists()}
        comma = self.env._(", ")
        for metric in self:
            shares = [(names[key], share) for key, share in metric.favourites or [] if key in names]
            metric.favourite_text = comma.join(f"{name} {share:.0f}%" for name, share in shares)

    def _compute_favourite_product_ids(self):
        """The three products that each bought for most; asked for when somebody looks, since rarely anybody does."""
        for metric in self:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT product_id FROM (%s) line WHERE company_id = %s
                     GROUP BY product_id HAVING SUM(quantity) > 0 ORDER BY SUM(amount) DESC, product_id LIMIT 3
                    """,
                    self.env["club.purchase.source.kind"]._purchased_lines(
                        SQL("SELECT %s::int", metric.partner_id.id or 0)
                    ),
                    metric.company_id.id,
                )
            )
            metric.favourite_product_ids = self.env["product.product"].browse(key for (key,) in rows).exists()

    @api.depends("expected_value", "average_basket", "orders_a_year", "chance")
    @api.depends_context("lang")
    def _compute_formula(self):
        for metric in self:
            show = metric.company_id._club_format_amount
            metric.formula = self.env._(
                "%(basket)s average basket × %(orders).1f orders a year × %(chance).0f%% chance = %(value)s",
                basket=show(metric.average_basket),
                orders=metric.orders_a_year,
                chance=metric.chance,
                value=show(metric.expected_value),
            )

    def action_open_customer(self):
        """The customer himself."""
        self.ensure_one()
        return self.partner_id.action_club_open()

    def action_open_orders(self):
        """His sales orders, with those of his contacts."""
        self.ensure_one()
        buyers = self.env["res.partner"]._search([("commercial_partner_id", "=", self.partner_id.id)])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": list(
                Domain("partner_id", "in", list(buyers))
                & Domain("state", "=", "sale")
                & Domain("company_id", "=", self.company_id.id)
            ),
        }

    def action_open_changes(self):
        """How he went through the stages."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.club_customer_lifecycle_change_action")
        action["domain"] = [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        return action

    @api.model
    def funnel(self):
        """How many customers are in each stage of the current company, for the picture.

        :return: ``{"stages": [{stage, label, count, spent, share}], "currency": symbol, ...}``
        """
        self.check_access("read")
        company = self.env.company
        groups = self._read_group(
            [("company_id", "=", company.id)], ["lifecycle_stage"], ["__count", "spent:sum", "expected_value:sum"]
        )
        found = {stage: figures for stage, *figures in groups}
        total = sum(count for count, _spent, _value in found.values())
        labels = dict(self._fields["lifecycle_stage"]._description_selection(self.env))
        stages = []
        for stage, _label in STAGES:
            count, spent, value = found.get(stage, (0, 0.0, 0.0))
            stages.append(
                {
                    "stage": stage,
                    "label": labels[stage],
                    "count": count,
                    "share": 100 * count / total if total else 0,
                    "spent": company._club_format_amount(spent or 0),
                    "value": company._club_format_amount(value or 0),
                }
            )
        return {"stages": stages, "total": total, "company": company.name}
