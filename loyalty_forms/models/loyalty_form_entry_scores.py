import ast

from odoo import fields, models
from odoo.fields import Domain

from ..tools import scores
from .measure import Measure


class LoyaltyFormEntry(models.Model):
    """The scores that senders gave, whatever the form: columns, so that they can be averaged over all forms."""

    _inherit = "loyalty.form.entry"

    nps = Measure(string="Recommendation (0-10)", readonly=True, digits=(3, 0), aggregator="avg")
    stars = Measure(string="Rating (1-5)", readonly=True, digits=(3, 0), aggregator="avg")
    nps_balance = Measure(
        string="NPS", readonly=True, aggregator="avg", help="100, 0 or -100: the average is the net promoter score."
    )
    csat = Measure(
        string="CSAT (%)", readonly=True, aggregator="avg", help="100 for 4 and 5 stars: the average is the CSAT."
    )

    def _score_values(self, answers):
        """The scores among the answers; of several of a kind the first one."""
        found = {}
        for field in self.form_id.field_ids:
            if field.kind in ("nps", "rating") and answers.get(field.key) is not None:
                found.setdefault(field.kind, answers[field.key])
        nps, stars = found.get("nps"), found.get("rating")
        return {"nps": nps, "stars": stars, "nps_balance": scores.nps_balance(nps), "csat": scores.csat(stars)}

    def _received(self):
        result = super()._received()
        self._score_customer()
        return result

    def _score_customer(self):
        """The customer shows what he said last."""
        values = {}
        if self.nps is not False:
            values |= {"club_nps": self.nps, "club_nps_on": self.submitted_at}
        if self.stars is not False:
            values["club_stars"] = self.stars
        if values and self.partner_id:
            self.partner_id.sudo().write(values)  # staff who note an entry may not write customers


class ResPartner(models.Model):
    _inherit = "res.partner"

    club_nps = Measure(string="Recommends (0-10)", readonly=True, copy=False, digits=(3, 0), aggregator="avg")
    club_nps_on = fields.Datetime(string="Recommendation Given", readonly=True, copy=False)
    club_stars = Measure(string="Satisfaction (1-5)", readonly=True, copy=False, digits=(3, 0), aggregator="avg")

    def _club_figures(self):
        """With what the customer said of us last; a click opens all that he said."""
        figures = super()._club_figures()
        customer = self.sudo()  # the figures are the customer's, whoever of the staff looks at them
        if customer.club_nps is not False:
            figures.append(self._score_figure(self.env._("Recommends us"), customer.club_nps, 10))
        if customer.club_stars is not False:
            figures.append(self._score_figure(self.env._("Satisfaction"), customer.club_stars, 5))
        return figures

    def _score_figure(self, label, score, best):
        text = self.env._("%(score)s of %(best)s", score=int(score), best=best)
        return {"label": label, "value": text, "action": "action_club_scores"}

    def action_club_scores(self):
        """The scores that this customer and the contacts under him gave."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_entry_action_scores")
        scored = Domain(ast.literal_eval(action["domain"])) & Domain("partner_id", "child_of", self.id)
        views = sorted(action["views"], key=lambda view: view[1] != "list")
        return {**action, "domain": list(scored), "views": views, "display_name": self.display_name}
