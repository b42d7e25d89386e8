"""What the business offers in the profiles of its customers: kinds of customer, choices, age groups (C7, C8)."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SALES_MODELS = [
    ("retail", "Retail"),
    ("wholesale", "Wholesale"),
    ("reseller", "Reseller"),
    ("institution", "Institution"),
    ("online", "Online"),
]


class ClubCustomerType(models.Model):
    """A kind of customer that the business defines by industry and sales model."""

    _name = "club.customer.type"
    _description = "Kind of Customer"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    person = fields.Selection(
        [("natural", "Natural persons"), ("legal", "Legal persons")], help="For whom it is offered; empty: for both."
    )
    industry_id = fields.Many2one("res.partner.industry")
    sales_model = fields.Selection(SALES_MODELS)


class ClubProfileOption(models.Model):
    """A degree or an interest to choose from."""

    _name = "club.profile.option"
    _description = "Profile Choice"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection([("education", "Education"), ("interest", "Interest")], required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(aggregator=None)


class ClubAgeGroup(models.Model):
    """An age group, with the product categories that are made for it."""

    _name = "club.age.group"
    _description = "Age Group"
    _order = "age_from, id"

    name = fields.Char(required=True, translate=True)
    age_from = fields.Integer(string="From Age", required=True)
    age_to = fields.Integer(string="To Age", required=True, help="Up to the day before the next birthday.")
    category_ids = fields.Many2many("product.category", string="Product Categories")
    customer_count = fields.Integer(compute="_compute_customer_count")

    _ages_check = models.Constraint("CHECK(age_from >= 0 AND age_to >= age_from)", "The ages run from low to high.")

    @api.constrains("age_from", "age_to")
    def _check_overlap(self):
        for group in self:
            overlap = [("id", "!=", group.id), ("age_from", "<=", group.age_to), ("age_to", ">=", group.age_from)]
            if other := self.search(overlap, limit=1):
                raise ValidationError(self.env._("“%(one)s” overlaps “%(two)s”.", one=group.name, two=other.name))

    def _compute_customer_count(self):
        for group in self:
            group.customer_count = self.env["res.partner"].search_count([("age_group_id", "in", group.ids)])

    def _birthdays(self, today):
        """The days of birth of those who belong to the group.

        :return: first and last day
        """
        self.ensure_one()
        first = today - relativedelta(years=self.age_to + 1) + relativedelta(days=1)
        return first, today - relativedelta(years=self.age_from)

    def action_open_customers(self):
        """The customers of this age."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_segments.res_partner_action_customers")
        action["domain"] = [("is_customer_club", "=", True), ("age_group_id", "in", self.ids)]
        return action
