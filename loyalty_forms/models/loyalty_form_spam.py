from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 60
BATCH = 2000


class LoyaltyFormEntry(models.Model):
    """The spam folder."""

    _inherit = "loyalty.form.entry"

    excerpt = fields.Char(compute="_compute_excerpt", string="What Was Sent")

    @api.depends("search_text")
    def _compute_excerpt(self):
        for entry in self:
            entry.excerpt = (entry.search_text or "")[:160]

    @api.autovacuum
    def _gc_spam(self):
        """Delete spam that nobody released for weeks, with its thread.

        :return: how many were deleted, and whether there may be more
        """
        days = int(self.env["ir.config_parameter"].sudo().get_param("loyalty_forms.spam_days") or KEEP_DAYS)
        limit = fields.Datetime.now() - timedelta(days=days)
        old = self.search([("state", "=", "spam"), ("create_date", "<", limit)], limit=BATCH)
        old.unlink()
        return len(old), len(old) == BATCH
