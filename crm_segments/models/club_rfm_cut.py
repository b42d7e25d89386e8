from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

DIMENSIONS = [
    ("recency", "Recency (days since the last order)"),
    ("frequency", "Frequency (orders)"),
    ("money", "Money (spent)"),
]
DEFAULTS = {"recency": (30, 90, 180, 365), "frequency": (2, 3, 5, 10), "money": (0, 0, 0, 0)}


class ClubRfmCut(models.Model):
    """The values that part the five scores of recency, frequency and money, in each company (C10).

    They are stored, so that customers who are equal score equally (parting a sorted list into fifths would not do so),
    and so that the business sees and sets them.
    """

    _name = "club.rfm.cut"
    _description = "Cut Values of RFM Scores"
    _order = "company_id, id"
    _rec_name = "dimension"

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade", readonly=True)
    dimension = fields.Selection(DIMENSIONS, required=True, readonly=True)
    is_automatic = fields.Boolean(
        string="Automatic",
        help="Every night the values are set so that each score holds about a fifth of the customers who bought.",
    )
    cut_1 = fields.Float(digits=(16, 2), required=True)
    cut_2 = fields.Float(digits=(16, 2), required=True)
    cut_3 = fields.Float(digits=(16, 2), required=True)
    cut_4 = fields.Float(digits=(16, 2), required=True)
    explanation = fields.Char(compute="_compute_explanation")

    _company_dimension_uniq = models.UniqueIndex("(company_id, dimension)", "The company has these cut values already.")

    @api.depends("dimension", "cut_1", "cut_2", "cut_3", "cut_4")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for cut in self:
            low, high = f"{cut.cut_1:,.0f}", f"{cut.cut_4:,.0f}"
            if cut.dimension == "recency":
                cut.explanation = self.env._("5: less than %(low)s days … 1: %(high)s days or more", low=low, high=high)
            else:
                cut.explanation = self.env._("1: less than %(low)s … 5: %(high)s or more", low=low, high=high)

    @api.constrains("cut_1", "cut_2", "cut_3", "cut_4")
    def _check_order(self):
        for cut in self:
            values = cut._values()
            if values != sorted(values) or values[0] < 0:
                raise ValidationError(self.env._("The cut values rise from the first to the last."))

    def write(self, vals):
        result = super().write(vals)
        if not self.env.context.get("club_cutting"):
            self.env["club.customer.metric"]._rebuild_later()
        return result

    def _values(self):
        self.ensure_one()
        return [self.cut_1, self.cut_2, self.cut_3, self.cut_4]

    @api.model
    def _complete(self, companies):
        """Give each company its three rows.

        :param companies: res.company
        """
        there = {(cut.company_id, cut.dimension) for cut in self.search([("company_id", "in", companies.ids)])}
        self.create(
            [
                {
                    "company_id": company.id,
                    "dimension": dimension,
                    "is_automatic": dimension == "money",
                    **{f"cut_{number}": value for number, value in enumerate(DEFAULTS[dimension], 1)},
                }
                for company in companies
                for dimension, _label in DIMENSIONS
                if (company, dimension) not in there
            ]
        )

    @api.model
    def _complete_all(self):
        """For the companies that were there before the add-on."""
        self._complete(self.env["res.company"].search([("id", "!=", False)]))

    @api.model
    def _of_company(self, company):
        """The cut values of a company.

        :return: ``{dimension: [four numbers]}``
        """
        cuts = self.search([("company_id", "=", company.id)])
        if len(cuts) < len(DIMENSIONS):
            self._complete(company)
            cuts = self.search([("company_id", "=", company.id)])
        return {cut.dimension: cut._values() for cut in cuts}

    @api.model
    def _recut(self, company, now):
        """Set the automatic values from the customers as they are.

        :param datetime now: from when days are counted back
        """
        automatic = self.search([("company_id", "=", company.id), ("is_automatic", "=", True)])
        measure = {
            "recency": SQL("EXTRACT(EPOCH FROM %s - last_order_on) / 86400", now),
            "frequency": SQL("order_count"),
            "money": SQL("spent"),
        }
        customers = self._customers_to_cut(company)
        for cut in automatic:
            [[values]] = self.env.execute_query(
                SQL(
                    """
                    SELECT percentile_disc(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY %s)
                      FROM (%s) customer WHERE order_count > 0
                    """,
                    measure[cut.dimension],
                    customers,
                )
            )
            if values and [float(value) for value in values] != cut._values():
                cut.with_context(club_cutting=True).write(
                    {f"cut_{number}": max(float(value), 0) for number, value in enumerate(values, 1)}
                )

    def _customers_to_cut(self, company):
        """The customers as their figures stand; before there are any, straight from the documents."""
        Metric = self.env["club.customer.metric"]
        if Metric.sudo().search_count([("company_id", "=", company.id), ("order_count", ">", 0)], limit=1):
            return SQL("SELECT * FROM club_customer_metric WHERE company_id = %s", company.id)
        self.env.flush_all()
        rules = {"digits": company.currency_id.decimal_places, "company": company.id}
        return Metric._sql_bought(rules, None)
