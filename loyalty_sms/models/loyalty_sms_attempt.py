from uuid import uuid4

from odoo import fields, models


class LoyaltySmsAttempt(models.Model):
    """One try to hand a message to a gateway. `ref` is what reports and the provider know it by."""

    _name = "loyalty.sms.attempt"
    _description = "SMS Attempt"
    _order = "id desc"
    _rec_name = "ref"
    _log_access = False  # `started_at` tells, and each row less to look up counts

    message_id = fields.Many2one("loyalty.sms.message", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="message_id.company_id")
    gateway_id = fields.Many2one("loyalty.sms.gateway", ondelete="set null")
    number = fields.Char("Mobile Number", required=True)
    ref = fields.Char("Reference", required=True, default=lambda self: uuid4().hex)
    batch_ref = fields.Char("Reference of the Request", index="btree_not_null")  # shared with others to other numbers
    provider_ref = fields.Char("Provider's Id", index="btree_not_null")
    state = fields.Selection(
        [
            ("submitting", "Being handed over"),
            ("unknown", "Unknown"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("failed", "Not delivered"),
            ("delivered", "Delivered"),
        ],
        required=True,
        default="submitting",
    )
    round = fields.Integer(default=1)
    failure_type = fields.Char()
    scope = fields.Char()  # how far a rejection reaches, see tools/outcome.py
    code = fields.Char()
    reason = fields.Char("Answer")
    started_at = fields.Datetime("Begun", default=fields.Datetime.now)
    answered_at = fields.Datetime("Answered")
    reported_at = fields.Datetime("Last Report")

    _ref_unique = models.UniqueIndex("(ref)")
    # Providers are asked about those of the last days only; of the others not even the pages are read.
    _started_index = models.Index("USING brin (started_at)")

    def init(self):
        """Leave room in each page: the answer then changes a row without touching its indexes, however many change in
        one transaction."""
        self.env.cr.execute("ALTER TABLE loyalty_sms_attempt SET (fillfactor = 40)")
