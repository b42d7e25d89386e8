from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists


class LoyaltySmsMessage(models.Model):
    """Where the outbox looks for work.

    An index that names the state is written at each change of it, and with it all the others of the row: that was half
    of what a message cost. So indexes name the *stage*, a column that PostgreSQL keeps by itself: a message that is
    taken, prepared and handed over stays *open*, and changes within its page.
    """

    _inherit = "loyalty.sms.message"

    # open, waiting or unknown; nothing: settled
    stage = fields.Char(store=False, search="_search_stage", exportable=False)

    def init(self):
        """Create the column with its indexes, and leave room in each page for the changes of a message."""
        if not column_exists(self.env.cr, self._table, "stage"):
            self.env.cr.execute(
                """ALTER TABLE loyalty_sms_message ADD COLUMN stage varchar GENERATED ALWAYS AS (
                    CASE WHEN state IN ('queued', 'claimed', 'submitting') AND send_after IS NULL THEN 'open'
                         WHEN state IN ('queued', 'held') THEN 'waiting'
                         WHEN state = 'unknown' THEN 'unknown' END) STORED"""
            )
        self.env.cr.execute(
            """ALTER TABLE loyalty_sms_message SET (fillfactor = 60);
               CREATE INDEX IF NOT EXISTS loyalty_sms_message_stage_index
                   ON loyalty_sms_message (stage, priority, id) WHERE stage IS NOT NULL;
               CREATE INDEX IF NOT EXISTS loyalty_sms_message_waiting_index
                   ON loyalty_sms_message (send_after) WHERE stage = 'waiting'"""
        )

    def _search_stage(self, operator, value):
        if operator != "in":
            return NotImplemented

        def to_sql(model, alias, _query):
            column = SQL.identifier(alias, "stage")
            return SQL("%s = ANY(%s)", column, list(value), to_flush=model._fields["state"])

        return Domain.custom(to_sql=to_sql)
