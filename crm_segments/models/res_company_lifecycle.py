from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """When a company's customers count as loyal, at risk or lost, and what it expects of them (C9, C10)."""

    _inherit = "res.company"

    club_has_metrics = fields.Boolean(
        string="Count Purchases of Customers",
        default=True,
        help="Each customer has figures and a stage in this company. Switch it off for companies that sell nothing.",
    )
    club_loyal_orders = fields.Integer(string="Loyal From", default=4, required=True)
    club_at_risk_days = fields.Integer(string="At Risk After", default=180, required=True)
    club_lost_days = fields.Integer(string="Lost After", default=365, required=True)
    club_rhythm_factor = fields.Float(
        string="At Risk by Own Rhythm",
        default=2.0,
        required=True,
        help="A customer who buys every 20 days is at risk after 40, if this is 2. 0 looks at the days only.",
    )
    club_yearly_orders = fields.Float(
        string="Orders Expected a Year",
        default=1.0,
        required=True,
        help="Of customers who bought once, whose rhythm is not known yet.",
    )
    club_chance_at_risk = fields.Float(string="Chance While at Risk", default=30, required=True)
    club_chance_lost = fields.Float(string="Chance When Lost", default=5, required=True)

    def _club_lifecycle_fields(self):
        """The settings on which figures and stages depend.

        :rtype: set
        """
        return {
            "club_has_metrics",
            "club_loyal_orders",
            "club_at_risk_days",
            "club_lost_days",
            "club_rhythm_factor",
            "club_yearly_orders",
            "club_chance_at_risk",
            "club_chance_lost",
        }

    @api.constrains("club_loyal_orders", "club_at_risk_days", "club_lost_days", "club_rhythm_factor")
    def _check_club_lifecycle(self):
        for company in self:
            if company.club_loyal_orders < 2:
                raise ValidationError(self.env._("Loyal customers have 2 orders at least."))
            if not 0 < company.club_at_risk_days < company.club_lost_days:
                raise ValidationError(self.env._("Customers are at risk first and lost later: check the days."))
            if company.club_rhythm_factor and company.club_rhythm_factor < 1:
                raise ValidationError(self.env._("The rhythm counts once or more often; 0 leaves it aside."))

    @api.constrains("club_chance_at_risk", "club_chance_lost", "club_yearly_orders")
    def _check_club_chances(self):
        for company in self:
            if not (0 <= company.club_chance_lost <= 100 and 0 <= company.club_chance_at_risk <= 100):
                raise ValidationError(self.env._("A chance is from 0 to 100 %."))
            if company.club_yearly_orders < 0:
                raise ValidationError(self.env._("Orders expected a year cannot be fewer than none."))

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["club.rfm.cut"].sudo()._complete(companies)
        return companies

    def write(self, vals):
        result = super().write(vals)
        if self._club_lifecycle_fields() & vals.keys():
            self.env["club.customer.metric"]._rebuild_later()
        return result
