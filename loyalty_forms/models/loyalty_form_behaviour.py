from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

DAYS = 30


class LoyaltyForm(models.Model):
    """How visitors get on with a form, as a picture."""

    _inherit = "loyalty.form"

    visit_ids = fields.One2many("loyalty.form.visit", "form_id", string="Visits")
    completion_rate = fields.Float(compute="_compute_completion_rate", string="Completed (%)", digits=(5, 0))
    behaviour_chart = fields.Html(compute="_compute_behaviour_chart", sanitize=False)

    def _since(self):
        return fields.Datetime.now() - timedelta(days=DAYS)

    def _compute_completion_rate(self):
        groups = self.env["loyalty.form.visit"]._read_group(
            [("form_id", "in", self.ids), ("opened_at", ">=", self._since())], ["form_id"], ["completed:avg"]
        )
        rates = {form.id: rate for form, rate in groups}
        for form in self:
            form.completion_rate = rates.get(form.id) or 0.0

    def _compute_behaviour_chart(self):
        for form in self:
            steps, seconds = form._behaviour() if form.id else ([], None)
            form.behaviour_chart = self.env["ir.qweb"]._render(
                "loyalty_forms.behaviour_chart", {"steps": steps, "seconds": seconds, "days": DAYS}
            )

    def _behaviour(self):
        """How many came how far in the last days.

        :return: (list of dicts with label, count, share, left, kind; the median time to send in seconds, or None)
        """
        self.ensure_one()
        self.env["loyalty.form.visit"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT GROUPING(field_id), field_id, outcome, count(*),
                          percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)
                     FROM loyalty_form_visit WHERE form_id = %s AND opened_at >= %s
                    GROUP BY GROUPING SETS ((field_id, outcome), (outcome))""",
                self.id,
                self._since(),
            )
        )
        totals, seconds, left = {"view": 0, "start": 0, "sent": 0}, None, {}
        for is_total, field_id, outcome, count, median in rows:
            if is_total:
                totals[outcome] = count
                seconds = median if outcome == "sent" else seconds
            elif outcome == "start":
                left[field_id] = count
        return self._steps(totals, left), seconds

    def _steps(self, totals, left):
        """The bars of the picture, from opening to sending.

        :param dict totals: visits by outcome
        :param dict left: visits that ended there, by id of the field
        """
        views = sum(totals.values())
        if not views:
            return []
        asked = self.field_ids.filtered(lambda field: (kind := field._kind()) is not None and kind._is_input)
        started = totals["start"] + totals["sent"]
        steps = [
            self._step(self.env._("Opened"), views, views, totals["view"], "view"),
            self._step(self.env._("Started"), started, views, 0, "start"),
        ]
        # Those who left at a field that is gone since then are not among those who reached the first one.
        reached = totals["sent"] + sum(left.get(field.id, 0) for field in asked)
        for field in asked:
            steps.append(self._step(field.label, reached, views, left.get(field.id, 0), "field"))
            reached -= left.get(field.id, 0)
        return [*steps, self._step(self.env._("Sent"), totals["sent"], views, 0, "sent")]

    def _step(self, label, count, views, left, kind):
        return {"label": label, "count": count, "share": round(100 * count / views), "left": left, "kind": kind}

    def _submit(self, answers, meta):
        entry = super()._submit(answers, meta)
        if entry and not meta.get("spam"):
            self.env["loyalty.form.visit"]._sent(meta["nonce"])
        return entry

    def action_view_behaviour(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_visit_action")
        return {**action, "domain": [("form_id", "=", self.id)]}
