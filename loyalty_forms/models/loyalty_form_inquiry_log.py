from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEEP_DAYS = 365
BATCH = 10_000

RESULTS = [
    ("found", "Found"),
    ("expired", "Expired"),
    ("none", "Not found"),
    ("several", "Several"),
    ("limited", "Told to wait"),
]


class LoyaltyFormInquiryLog(models.Model):
    """Who asked what, and what he was told."""

    _name = "loyalty.form.inquiry.log"
    _description = "Inquiry"
    _order = "id desc"
    _rec_name = "asked"

    inquiry_id = fields.Many2one("loyalty.form.inquiry", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    asked_at = fields.Datetime(required=True, default=fields.Datetime.now, index=True, string="Asked On")
    asked = fields.Char()
    result = fields.Selection(RESULTS, required=True, index=True)
    answer = fields.Html(sanitize=False)
    entry_id = fields.Many2one("loyalty.form.entry", ondelete="set null", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", string="Customer of the Entry", related="entry_id.partner_id")
    user_id = fields.Many2one("res.users", string="By", index="btree_not_null", help="Who was signed in, if anybody.")
    ip = fields.Char(string="IP")
    user_agent = fields.Char()
    source_url = fields.Char(string="Page")
    nonce = fields.Char(groups="base.group_system")

    _nonce_unique = models.UniqueIndex("(nonce) WHERE nonce IS NOT NULL")

    @api.autovacuum
    def _gc_logs(self):
        """Forget what was asked long ago.

        :return: how many were forgotten, and whether there may be more
        """
        days = int(self.env["ir.config_parameter"].sudo().get_param("loyalty_forms.inquiry_days") or KEEP_DAYS)
        limit = fields.Datetime.now() - timedelta(days=days)
        self.env.cr.execute(
            SQL(
                """DELETE FROM loyalty_form_inquiry_log WHERE id IN (
                       SELECT id FROM loyalty_form_inquiry_log WHERE asked_at < %s LIMIT %s)""",
                limit,
                BATCH,
            )
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == BATCH
