from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import scores

DAYS = 90


class LoyaltyFormEntry(models.Model):
    """The scores of many entries as a picture (F14)."""

    _inherit = "loyalty.form.entry"

    @api.model
    def _score_chart(self, domain):
        """What the entries of the last months say, beside those of the months before.

        :rtype: Markup
        """
        start = fields.Datetime.now() - timedelta(days=DAYS)
        now = self._score_summary([("submitted_at", ">=", start), *domain])
        before = [("submitted_at", ">=", start - timedelta(days=DAYS)), ("submitted_at", "<", start)]
        earlier = self._score_summary([*before, *domain])
        changes = {
            name: None if None in (now[name], earlier[name]) else now[name] - earlier[name] for name in ("nps", "csat")
        }
        return self.env["ir.qweb"]._render(
            "loyalty_forms.score_chart", {"now": now, "changes": changes, "days": DAYS, "share": self._share}
        )

    @api.model
    def _score_summary(self, domain):
        scored = Domain("nps", "!=", False) | Domain("stars", "!=", False)
        query = self._search(Domain(domain) & Domain("state", "!=", "spam") & scored)
        columns = [self._field_to_sql(self._table, name, query) for name in ("nps", "stars")]
        query.groupby = SQL(", ").join(columns)
        return scores.summary(self.env.execute_query(query.select(*columns, SQL("COUNT(*)"))))

    @api.model
    def _share(self, count, total):
        return round(100 * count / total) if total else 0


class LoyaltyForm(models.Model):
    _inherit = "loyalty.form"

    has_scores = fields.Boolean(compute="_compute_has_scores")
    score_chart = fields.Html(compute="_compute_score_chart", sanitize=False, string="Scores")

    @api.depends("field_ids.kind")
    def _compute_has_scores(self):
        for form in self:
            form.has_scores = bool({"nps", "rating"} & set(form.field_ids.mapped("kind")))

    def _compute_score_chart(self):
        Entry = self.env["loyalty.form.entry"]
        for form in self:
            form.score_chart = form.has_scores and form.id and Entry._score_chart([("form_id", "=", form.id)])


class LoyaltyFormSurvey(models.Model):
    _inherit = "loyalty.form.survey"

    score_chart = fields.Html(compute="_compute_score_chart", sanitize=False, string="Scores")

    def _compute_score_chart(self):
        Entry = self.env["loyalty.form.entry"]
        for survey in self:
            survey.score_chart = survey.id and Entry._score_chart([("invite_id.survey_id", "=", survey.id)])
