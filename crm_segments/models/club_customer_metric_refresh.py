"""Whose figures are worked out, and when: some customers, those who are due, or all of them step by step."""

from odoo import api, fields, models
from odoo.tools import SQL

CHUNK = 350_000
CURSOR = "crm_segments.metrics_rebuilt_to"


class ClubCustomerMetric(models.Model):
    _inherit = "club.customer.metric"

    @api.model
    def _recompute(self, partner_ids, now=None):
        """Work out the figures of some customers, in all companies. Only rows that differ are written.

        :param partner_ids: ids of customers or of contacts of theirs; those that are gone are left aside
        :param datetime now: the moment from which recency is counted
        :return: number of rows written
        """
        if not partner_ids:
            return 0
        self._set_scope(
            SQL(
                """
                SELECT DISTINCT id FROM (
                    SELECT commercial_partner_id AS id FROM res_partner WHERE id = ANY(%(ids)s)
                    UNION SELECT partner_id FROM club_customer_metric WHERE partner_id = ANY(%(ids)s)
                ) customer WHERE id IS NOT NULL
                """,
                ids=list(partner_ids),
            )
        )
        # few of many are found by index, which PostgreSQL believes to be as slow as a turning disk
        self.env.cr.execute("SET LOCAL random_page_cost = 1.1")
        return self._recompute_scope(now)

    @api.model
    def _rebuild(self, now=None):
        """Work out everything anew, some customers at a time; where it was interrupted, it goes on.

        :param datetime now: as for `_recompute`
        """
        parameters = self.env["ir.config_parameter"].sudo()
        done_to = int(parameters.get_param(CURSOR, 0))
        if not done_to:
            for company in self._companies():
                self.env["club.rfm.cut"].sudo()._recut(company, now or fields.Datetime.now())
        [[last, ahead]] = self.env.execute_query(
            SQL("SELECT COALESCE(MAX(id), 0), COUNT(*) FILTER (WHERE id > %s) FROM res_partner", done_to)
        )
        self.env["ir.cron"]._commit_progress(remaining=ahead)
        while done_to < last:
            [[count, upto]] = self.env.execute_query(
                SQL(
                    "SELECT COUNT(*), MAX(id) FROM (SELECT id FROM res_partner WHERE id > %s ORDER BY id LIMIT %s) p",
                    done_to,
                    CHUNK,
                )
            )
            self._set_scope(
                SQL(
                    "SELECT id FROM res_partner WHERE id > %s AND id <= %s AND commercial_partner_id = id "
                    "UNION SELECT partner_id FROM club_customer_metric WHERE partner_id > %s AND partner_id <= %s",
                    done_to,
                    upto,
                    done_to,
                    upto,
                )
            )
            self._recompute_scope(now, log_new=False)
            done_to = upto
            parameters.set_param(CURSOR, done_to if done_to < last else 0)
            if not self.env["ir.cron"]._commit_progress(count):
                return
        self.env["club.tag.rule"].search([("active", "=", True)])._apply()

    @api.model
    def _rebuild_later(self):
        """Start the full rebuild in the background, from the beginning."""
        self.env["ir.config_parameter"].sudo().set_param(CURSOR, 0)
        cron = self.env.ref("crm_segments.ir_cron_rebuild_metrics", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _due(self, now, limit):
        """Customers whose score or stage time alone has changed, found by index.

        :return: list of partner ids
        """
        rows = self.env.execute_query(
            SQL("SELECT partner_id FROM club_customer_metric WHERE due_on <= %s ORDER BY due_on LIMIT %s", now, limit)
        )
        return [partner_id for (partner_id,) in rows]

    def _companies(self):
        return self.env["res.company"].sudo().search([("club_has_metrics", "=", True)])

    def _set_scope(self, query):
        """Put the commercial partners to be worked out into a table of this transaction, whose size is known then."""
        self.env.flush_all()
        self.env.cr.execute("CREATE TEMP TABLE IF NOT EXISTS club_scope (id int PRIMARY KEY) ON COMMIT DROP")
        self.env.cr.execute("TRUNCATE club_scope")
        self.env.cr.execute(SQL("INSERT INTO club_scope %s", query))
        self.env.cr.execute("ANALYZE club_scope")

    def _recompute_scope(self, now=None, log_new=True):
        now = now or fields.Datetime.now()
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute("SET LOCAL work_mem = '128MB'")
        companies = self._companies()
        written = 0
        for company in companies:
            [[rows, _stages]] = self.env.execute_query(self._statement(company, now, log_new))
            written += rows
        self.env.cr.execute(
            SQL(
                "DELETE FROM club_customer_metric WHERE partner_id IN (SELECT id FROM club_scope) "
                "AND NOT company_id = ANY(%s)",
                companies.ids,
            )
        )
        self.invalidate_model()
        self.env["club.customer.lifecycle.change"].invalidate_model()
        return written
