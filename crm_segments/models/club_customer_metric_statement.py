"""How the figures of customers are worked out: one statement for any set of customers."""

from odoo import models
from odoo.tools import SQL

from ..tools.lifecycle import rfm_names

# What a row holds, in the order of the statement. Since when a customer is in his stage is not worked out but kept.
COLUMNS = (
    "order_count spent average_basket first_order_on last_order_on previous_order_on rhythm_days orders_a_year chance "
    "expected_value recency_score frequency_score money_score rfm_score rfm_name lifecycle_stage favourites "
    "favourite_category_id due_on"
).split()


class ClubCustomerMetric(models.Model):
    _inherit = "club.customer.metric"

    def _statement(self, company, now, log_new):
        """One statement that works out the customers in ``club_scope`` and writes what differs.

        :return: SQL, a SELECT of the numbers of rows and of stages that changed
        """
        return SQL(
            """
            WITH bought AS (%(bought)s), liked AS (%(liked)s), active AS (%(active)s),
            base AS (%(base)s), scored AS (%(scored)s), staged AS (%(staged)s), fresh AS MATERIALIZED (%(fresh)s),
            old AS (SELECT partner_id, lifecycle_stage FROM club_customer_metric
                     WHERE company_id = %(company)s AND partner_id IN (SELECT id FROM club_scope)),
            gone AS (DELETE FROM club_customer_metric m
                      WHERE m.company_id = %(company)s AND m.partner_id IN (SELECT id FROM club_scope)
                        AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.partner_id = m.partner_id)),
            written AS (
                INSERT INTO club_customer_metric AS m (partner_id, company_id, lifecycle_on, %(columns)s)
                SELECT partner_id, %(company)s, %(now)s, %(columns)s FROM fresh
                ON CONFLICT (partner_id, company_id) DO UPDATE
                   SET lifecycle_on = CASE WHEN m.lifecycle_stage = EXCLUDED.lifecycle_stage
                                           THEN m.lifecycle_on ELSE EXCLUDED.lifecycle_on END,
                       %(set)s
                 WHERE (%(mine)s) IS DISTINCT FROM (%(theirs)s)
                RETURNING m.id
            ),
            moved AS (
                INSERT INTO club_customer_lifecycle_change (partner_id, company_id, from_stage, to_stage, date)
                SELECT fresh.partner_id, %(company)s, old.lifecycle_stage, fresh.lifecycle_stage, %(now)s
                  FROM fresh LEFT JOIN old USING (partner_id)
                 WHERE old.lifecycle_stage <> fresh.lifecycle_stage OR (%(log_new)s AND old.partner_id IS NULL)
                RETURNING id
            )
            SELECT (SELECT COUNT(*) FROM written), (SELECT COUNT(*) FROM moved)
            """,
            **self._fragments(company, now),
            company=company.id,
            now=now,
            log_new=log_new,
            columns=self._columns(),
            set=SQL(", ").join(SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name)) for name in COLUMNS),
            mine=self._columns("m"),
            theirs=self._columns("excluded"),
        )

    def _columns(self, table=None):
        return SQL(", ").join(SQL.identifier(table, name) if table else SQL.identifier(name) for name in COLUMNS)

    def _fragments(self, company, now):
        rules = {
            "now": now,
            "company": company.id,
            "digits": company.currency_id.decimal_places,
            "at_risk": company.club_at_risk_days,
            "lost": company.club_lost_days,
            "factor": company.club_rhythm_factor,
            "loyal": company.club_loyal_orders,
            "yearly": company.club_yearly_orders,
            "chance_at_risk": company.club_chance_at_risk,
            "chance_lost": company.club_chance_lost,
            "names": rfm_names(),
            **self.env["club.rfm.cut"].sudo()._of_company(company),
        }
        builders = ("bought", "liked", "active", "base", "scored", "staged", "fresh")
        return {name: getattr(self, f"_sql_{name}")(rules) for name in builders}

    def _sql_bought(self, rules, customers=SQL("SELECT id FROM club_scope")):  # noqa: B008 (SQL is immutable)
        """What was bought and in which rhythm. Days on which one bought twice say nothing about the rhythm.

        :param customers: as for `club.purchase.source.kind._purchases`
        """
        return SQL(
            """
            SELECT partner_id,
                   (COUNT(*) FILTER (WHERE counts))::int AS order_count,
                   ROUND(SUM(amount), %(digits)s) AS spent,
                   MIN(date) FILTER (WHERE counts) AS first_order_on,
                   MAX(date) FILTER (WHERE counts) AS last_order_on,
                   MAX(date_before) FILTER (WHERE counts) AS previous_order_on,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY (date::date - date_before::date)::float8)
                       FILTER (WHERE counts AND date::date > date_before::date) AS rhythm_days
              FROM (
                    SELECT *, LAG(date) OVER (PARTITION BY partner_id, counts ORDER BY date) AS date_before
                      FROM (%(purchases)s) purchase WHERE company_id = %(company)s
              ) purchase
             GROUP BY partner_id
            """,
            purchases=self.env["club.purchase.source.kind"]._purchases(customers),
            **{name: rules[name] for name in ("digits", "company")},
        )

    def _sql_liked(self, rules):
        """The categories that each spent most on, with their share of all that he spent."""
        return SQL(
            """
            SELECT partner_id,
                   jsonb_agg(jsonb_build_array(categ_id, ROUND(100 * amount / total, 1)) ORDER BY place) AS favourites,
                   MIN(categ_id) FILTER (WHERE place = 1) AS favourite_category_id
              FROM (
                    SELECT line.partner_id, template.categ_id, SUM(line.amount) AS amount,
                           SUM(SUM(line.amount)) OVER (PARTITION BY line.partner_id) AS total,
                           ROW_NUMBER() OVER (
                               PARTITION BY line.partner_id ORDER BY SUM(line.amount) DESC, template.categ_id
                           ) AS place
                      FROM (%(lines)s) line
                      JOIN product_product product ON product.id = line.product_id
                      JOIN product_template template ON template.id = product.product_tmpl_id
                     WHERE line.company_id = %(company)s
                     GROUP BY line.partner_id, template.categ_id
              ) category
             WHERE place <= 5 AND amount > 0 AND total > 0
             GROUP BY partner_id
            """,
            lines=self.env["club.purchase.source.kind"]._purchased_lines(SQL("SELECT id FROM club_scope")),
            company=rules["company"],
        )

    def _sql_active(self, rules):
        """With whom sales is busy: open opportunities and quotations."""
        return SQL(
            """
            SELECT buyer.commercial_partner_id AS partner_id
              FROM crm_lead lead JOIN res_partner buyer ON buyer.id = lead.partner_id
             WHERE lead.active AND lead.type = 'opportunity' AND COALESCE(lead.company_id, %(company)s) = %(company)s
               AND buyer.commercial_partner_id IN (SELECT id FROM club_scope)
             UNION
            SELECT buyer.commercial_partner_id
              FROM sale_order o JOIN res_partner buyer ON buyer.id = o.partner_id
             WHERE o.state IN ('draft', 'sent') AND o.company_id = %(company)s
               AND o.partner_id IN (SELECT id FROM res_partner
                                     WHERE commercial_partner_id IN (SELECT id FROM club_scope))
            """,
            company=rules["company"],
        )

    def _sql_base(self, rules):
        """Who has a row: customers of the club who fit the company, and whoever bought."""
        return SQL(
            """
            SELECT customer.commercial_partner_id AS partner_id
              FROM res_partner customer JOIN res_partner owner ON owner.id = customer.commercial_partner_id
             WHERE owner.id IN (SELECT id FROM club_scope) AND customer.is_customer_club
               AND (owner.company_id IS NULL OR owner.company_id = %(company)s)
             UNION SELECT partner_id FROM bought WHERE order_count > 0
            """,
            company=rules["company"],
        )

    def _sql_scored(self, rules):
        """The scores by the stored cut values, and after how many days the customer is at risk."""
        return SQL(
            """
            SELECT base.partner_id, COALESCE(order_count, 0) AS order_count, COALESCE(spent, 0) AS spent,
                   CASE WHEN order_count > 0 THEN ROUND(spent / order_count, %(digits)s) ELSE 0 END AS average_basket,
                   first_order_on, last_order_on, previous_order_on, rhythm_days, favourites, favourite_category_id,
                   EXTRACT(EPOCH FROM %(now)s - last_order_on)::float8 / 86400 AS days,
                   CASE WHEN order_count > 0 THEN 5 - width_bucket(
                       EXTRACT(EPOCH FROM %(now)s - last_order_on)::float8 / 86400, %(recency)s::float8[]) END AS r,
                   CASE WHEN order_count > 0
                        THEN 1 + width_bucket(order_count::float8, %(frequency)s::float8[]) END AS f,
                   CASE WHEN order_count > 0 THEN 1 + width_bucket(spent::float8, %(money)s::float8[]) END AS m,
                   CASE WHEN rhythm_days > 0 AND %(factor)s > 0
                        THEN LEAST(%(at_risk)s, rhythm_days * %(factor)s) ELSE %(at_risk)s END AS at_risk_after,
                   active.partner_id IS NOT NULL AS is_prospect
              FROM base LEFT JOIN bought USING (partner_id) LEFT JOIN liked USING (partner_id)
              LEFT JOIN active USING (partner_id)
            """,
            **{name: rules[name] for name in ("digits", "now", "recency", "frequency", "money", "factor", "at_risk")},
        )

    def _sql_staged(self, rules):
        """The stage, as `tools.lifecycle.stage_of` says it."""
        return SQL(
            """
            SELECT *, CASE
                WHEN order_count = 0 THEN CASE WHEN is_prospect THEN 'prospect' ELSE 'lead' END
                WHEN days >= %(lost)s THEN 'lost'
                WHEN days >= at_risk_after THEN 'at_risk'
                WHEN EXTRACT(EPOCH FROM last_order_on - previous_order_on) / 86400 >= %(lost)s THEN 'won_back'
                WHEN order_count >= %(loyal)s THEN 'loyal'
                WHEN order_count > 1 THEN 'repeat'
                ELSE 'new' END AS lifecycle_stage,
                CASE WHEN order_count = 0 THEN 0
                     WHEN rhythm_days > 0 THEN ROUND((365 / rhythm_days)::numeric, 4)
                     ELSE %(yearly)s END AS orders_a_year
              FROM scored
            """,
            **{name: rules[name] for name in ("lost", "loyal", "yearly")},
        )

    def _sql_fresh(self, rules):
        """The rows as they are to stand."""
        thresholds = [SQL("%s::float8", days) for days in [*rules["recency"], rules["lost"]]] + [SQL("at_risk_after")]
        due = SQL(", ").join(
            SQL("CASE WHEN days < %(days)s THEN last_order_on + %(days)s * INTERVAL '1 day' END", days=days)
            for days in thresholds
        )
        chance = SQL(
            "CASE WHEN order_count = 0 THEN 0 WHEN lifecycle_stage = 'lost' THEN %(chance_lost)s "
            "WHEN lifecycle_stage = 'at_risk' THEN %(chance_at_risk)s ELSE 100 END",
            **{name: rules[name] for name in ("chance_lost", "chance_at_risk")},
        )
        return SQL(
            """
            SELECT partner_id, order_count, spent, average_basket, first_order_on, last_order_on, previous_order_on,
                   rhythm_days, orders_a_year, %(chance)s AS chance,
                   ROUND(average_basket * orders_a_year::numeric * (%(chance)s)::numeric / 100, %(digits)s)
                       AS expected_value,
                   r AS recency_score, f AS frequency_score, m AS money_score, 100 * r + 10 * f + m AS rfm_score,
                   (%(names)s::varchar[])[(r - 1) * 5 + f] AS rfm_name, lifecycle_stage, favourites,
                   favourite_category_id, LEAST(%(due)s) AS due_on
              FROM staged
            """,
            chance=chance,
            due=due,
            digits=rules["digits"],
            names=rules["names"],
        )
