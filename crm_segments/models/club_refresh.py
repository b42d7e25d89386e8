"""The job that keeps figures, tags and segments up to date, every few minutes."""

import logging

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

DUE = 5000
TRIES = 5


class ClubCustomerTouch(models.Model):
    _inherit = "club.customer.touch"

    @api.model
    def _cron_process(self):
        """Work through the queue, some thousand customers at a time, each time in a transaction of its own.

        Where somebody else wrote the same rows meanwhile, the marks are still there and are worked on again.
        """
        tries = 0
        remaining = self.search_count([])
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        while True:
            try:
                done = self._process()
                time_left = self.env["ir.cron"]._commit_progress(done)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                tries += 1
                if tries >= TRIES:
                    raise
                _logger.info("Touched customers are worked on again: somebody else wrote the same rows.")
                continue
            if not done or not time_left:
                return

    @api.model
    def _process(self, now=None):
        """Work on what waits in the queue, and on whom the passing of time concerns.

        :param datetime now: the moment that counts as now
        :return: number of customers that were looked at
        """
        now = now or fields.Datetime.now()
        Metric = self.env["club.customer.metric"]
        reasons = self._take()
        for partner_id in Metric._due(now, DUE):
            reasons.setdefault(partner_id, set()).add("purchase")
        bought = [key for key, why in reasons.items() if why & {"purchase", "partner", "lead"}]
        self._work_on(reasons, bought, now)
        return len(reasons)

    def _work_on(self, reasons, bought, now):
        """What is kept up to date, in the order in which one looks at the other. Add-ons extend it.

        :param dict reasons: ``{partner id: set of reasons}``
        :param list bought: ids of those whose purchases or place in sales may have changed
        """
        self.env["res.partner"]._fill_origin(bought)
        self.env["club.customer.metric"]._recompute(bought, now)
        rules = self.env["club.tag.rule"].search([("active", "=", True)])
        if rules and bought:
            owners = self.env["res.partner"].browse(bought).exists().commercial_partner_id
            for partner_id in rules._apply(owners.ids):
                reasons.setdefault(partner_id, set()).add("tag")
        self.env["club.segment"]._refresh_touched(reasons, now)
