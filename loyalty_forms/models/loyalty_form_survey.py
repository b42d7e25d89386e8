from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, is_html_empty

# Orders that became due longer ago are not asked about: after a pause nobody is asked about last summer.
LATEST_DAYS = 14


class LoyaltyFormSurvey(models.Model):
    """Asks customers about each order, some days after it, with a link that takes one answer (F14)."""

    _name = "loyalty.form.survey"
    _description = "Survey After Purchase"
    _order = "id desc"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    form_id = fields.Many2one(
        "loyalty.form", required=True, ondelete="restrict", index=True, domain="[('purpose', '=', 'general')]"
    )
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    days = fields.Integer(string="Days After the Order", default=7, required=True)
    min_amount = fields.Monetary(string="Least Amount", help="Orders below this amount are not asked about.")
    rest_days = fields.Integer(
        string="Leave in Peace (Days)", default=30, help="Nobody is asked again within so many days."
    )
    since = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="Older orders are not asked about.",
        string="Orders Since",
    )
    channel = fields.Selection(
        [("sms", "SMS"), ("email", "E-mail"), ("either", "SMS, else e-mail")], required=True, default="either"
    )
    sms_text = fields.Text(translate=True, string="SMS Text", default=lambda self: self._default_sms_text())
    subject = fields.Char(translate=True, default=lambda self: self.env._("How was your order {{order}}?"))
    text = fields.Html(translate=True, string="E-mail Text", default=lambda self: self._default_text())
    accepts_digits = fields.Boolean(
        string="Answer by SMS",
        help="A customer who answers the SMS with just a number has answered the first score of the form.",
    )
    invite_ids = fields.One2many("loyalty.form.survey.invite", "survey_id", string="Questions Sent")
    sent_count = fields.Integer(compute="_compute_counts")
    answer_count = fields.Integer(compute="_compute_counts")
    answer_rate = fields.Float(compute="_compute_counts", string="Answered (%)", digits=(5, 1))

    @api.model
    def _default_sms_text(self):
        return self.env._("{{customer}}, how was your order {{order}}? {{link}}")

    @api.model
    def _default_text(self):
        return self.env._(
            "<p>Dear {{customer}},</p><p>how was your order {{order}}? It takes a minute to tell us.</p>"
            "<p>{{button}}</p>"
        )

    def _compute_counts(self):
        groups = self.env["loyalty.form.survey.invite"]._read_group(
            [("survey_id", "in", self.ids), ("state", "in", ("sent", "answered"))], ["survey_id", "state"], ["__count"]
        )
        counts = {(survey.id, state): count for survey, state, count in groups}
        for survey in self:
            answered = counts.get((survey.id, "answered"), 0)
            survey.answer_count = answered
            survey.sent_count = answered + counts.get((survey.id, "sent"), 0)
            survey.answer_rate = 100.0 * answered / survey.sent_count if survey.sent_count else 0.0

    @api.constrains("days", "channel", "sms_text", "text")
    def _check_survey(self):
        for survey in self:
            if not 0 <= survey.days <= 365:
                raise ValidationError(self.env._("Between 0 and 365 days, please."))
            if survey.channel != "email" and "{{link}}" not in (survey.sms_text or "").replace(" ", ""):
                raise ValidationError(self.env._("The SMS needs the link: write {{link}} where it stands."))
            if survey.channel != "sms" and is_html_empty(survey.text):
                raise ValidationError(self.env._("Write the text of the e-mail."))

    # === finding orders === #
    def _orders_sql(self, since):
        """The orders of this survey's company that were not taken back whole: one SELECT of partner, order key, name,
        date and amount in the company's currency, from all sources of purchases that have orders one can open.

        :param datetime since: older documents are not looked at
        :rtype: SQL
        """
        sources = self.env["club.purchase.source.kind"]._sources()
        openable = set(self.env["loyalty.form.survey.invite"]._order_models())
        prefix = "club.purchase.source."
        models_of = {source._name.removeprefix(prefix): source._source_models[0] for source in sources}
        selects = [
            SQL(
                "SELECT %s AS origin, %s AS model, id, %s AS name FROM %s",
                origin,
                model,
                SQL.identifier("pos_reference" if "pos_reference" in self.env[model]._fields else "name"),
                SQL.identifier(self.env[model]._table),
            )
            for origin, model in models_of.items()
            if model in openable
        ]
        return SQL(
            """
            SELECT bought.partner_id, document.model || ',' || bought.order_id AS order_ref, document.name,
                   bought.ordered_at, bought.amount
              FROM (SELECT source.origin, source.order_id, SUM(source.amount) AS amount,
                           (ARRAY_AGG(source.buyer_id) FILTER (WHERE source.is_order))[1] AS partner_id,
                           MIN(source.date) FILTER (WHERE source.is_order) AS ordered_at
                      FROM (%s) source WHERE source.company_id = %s AND source.date >= %s
                     GROUP BY 1, 2 HAVING BOOL_OR(source.is_order) AND SUM(source.amount) > 0) bought
              JOIN (%s) document ON document.origin = bought.origin AND document.id = bought.order_id
            """,
            SQL(" UNION ALL ").join(source._orders(lambda column: SQL("%s IS NOT NULL", column)) for source in sources),
            self.company_id.id,
            since,
            SQL(" UNION ALL ").join(selects),
        )

    def _find_orders(self):
        """Note whom to ask about which order, in one statement; an order that was noted before is left alone.

        :return: how many were added
        """
        self.ensure_one()
        self.env.flush_all()
        now = fields.Datetime.now()
        due = fields.Datetime.subtract(now, days=self.days)
        since = max(fields.Datetime.to_datetime(self.since), fields.Datetime.subtract(due, days=LATEST_DAYS))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO loyalty_form_survey_invite
                       (survey_id, company_id, partner_id, order_ref, order_name, ordered_at, state, create_date)
                SELECT DISTINCT ON (o.partner_id) %s, %s, o.partner_id, o.order_ref, o.name, o.ordered_at, 'waiting', %s
                  FROM (%s) o JOIN res_partner p ON p.id = o.partner_id AND p.active
                 WHERE o.ordered_at <= %s AND o.ordered_at >= %s AND o.amount >= %s
                   AND NOT EXISTS (SELECT 1 FROM loyalty_form_survey_invite i
                                    WHERE i.survey_id = %s AND i.order_ref = o.order_ref)
                   AND NOT EXISTS (SELECT 1 FROM loyalty_form_survey_invite i
                                    WHERE i.partner_id = o.partner_id AND i.company_id = %s AND i.create_date > %s)
                 ORDER BY o.partner_id, o.ordered_at DESC
                ON CONFLICT DO NOTHING
                """,
                self.id,
                self.company_id.id,
                now,
                self._orders_sql(since),
                due,
                since,
                self.min_amount or 0.0,
                self.id,
                self.company_id.id,
                fields.Datetime.subtract(now, days=self.rest_days),
            )
        )
        count = self.env.cr.rowcount
        self.env["loyalty.form.survey.invite"].invalidate_model()
        return count

    @api.model
    def _cron_ask(self):
        """Find the orders that are due and ask about them, a batch a transaction."""
        for survey in self.search([("form_id.is_published", "=", True)]):
            survey._find_orders()
            self.env["ir.cron"]._commit_progress(1)
        self.env["loyalty.form.survey.invite"]._send_waiting()

    def action_view_invites(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_survey_invite_action")
        return {**action, "domain": [("survey_id", "=", self.id)]}

    def action_view_answers(self):
        """The answers, as scores over time."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("loyalty_forms.loyalty_form_entry_action_scores")
        return {**action, "domain": [("invite_id.survey_id", "=", self.id)]}
