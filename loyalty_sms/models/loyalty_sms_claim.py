from odoo import fields, models
from odoo.tools import SQL

from ..tools import outcome as outcomes
from .loyalty_sms_dispatcher import LEASE

CLAIM = 1000  # messages that are taken from the queue at once; memory does not grow with the queue

RIPEN = 5000  # messages that one round lets leave after they were held


class LoyaltySmsDispatcher(models.AbstractModel):
    """Who works on which message: claims, and what becomes of those whose owner died."""

    _inherit = "loyalty.sms.dispatcher"

    def _owner(self):
        """:return: the name of this database connection, which dies with the process"""
        query = (
            "SELECT pid || '/' || extract(epoch FROM backend_start) FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        )
        return self.env.execute_query(SQL(query))[0][0]

    def _recover(self, owner):
        """Settle what dead dispatchers left behind: what was not handed over goes back, the rest is unknown."""
        dead = SQL(
            """(lease_until < %s OR claimed_by = %s OR NOT EXISTS (
                SELECT FROM pg_stat_activity a
                 WHERE a.pid || '/' || extract(epoch FROM a.backend_start) = m.claimed_by))""",
            fields.Datetime.now(),
            owner,
        )
        messages = self.env["loyalty.sms.message"]
        query = """SELECT id FROM loyalty_sms_message m
                    WHERE stage = 'open' AND state = %s AND %s FOR NO KEY UPDATE SKIP LOCKED"""
        messages._lock_quietly(SQL(query, "claimed", dead))._requeue()
        doubtful = messages._lock_quietly(SQL(query, "submitting", dead))
        lost = outcomes.unknown(self.env._("Odoo stopped while the message was being handed over."))
        for message in doubtful:
            self._store_one(message.attempt_ids[:1], lost)

    def _due(self, message_ids):
        """:return: domain of what may be claimed now"""
        domain = [("stage", "=", "open"), ("state", "=", "queued")]
        return domain + ([("id", "in", message_ids)] if message_ids is not None else [])

    def _ripen(self):
        """Put back into the queue what has waited long enough."""
        query = """WITH ripe AS MATERIALIZED (
                       SELECT id FROM loyalty_sms_message
                        WHERE stage = 'waiting' AND send_after <= %s
                     ORDER BY send_after LIMIT %s FOR NO KEY UPDATE SKIP LOCKED)
                   UPDATE loyalty_sms_message m SET state = 'queued', send_after = NULL
                     FROM ripe WHERE m.id = ripe.id
                RETURNING m.id"""
        self.env["loyalty.sms.message"]._lock_quietly(SQL(query, fields.Datetime.now(), RIPEN))

    def _claim(self, owner, message_ids):
        """Take a few messages that no other dispatcher has; codes first, then service, then marketing.

        The choice is materialized, so that it is made once: a plan that ran it again would claim more than a few.

        :return: ids in the order in which they leave
        """
        now = fields.Datetime.now()
        only = SQL("AND id = ANY(%s)", list(message_ids)) if message_ids is not None else SQL()
        query = SQL(
            """WITH due AS MATERIALIZED (
                    SELECT id
                      FROM loyalty_sms_message
                     WHERE stage = 'open' AND state = 'queued' %s
                  ORDER BY priority, id
                     LIMIT %s
                FOR NO KEY UPDATE SKIP LOCKED)
               UPDATE loyalty_sms_message m
                  SET state = 'claimed', claimed_by = %s, lease_until = %s, write_date = %s
                 FROM due
                WHERE m.id = due.id
            RETURNING m.priority, m.id""",
            only,
            CLAIM,
            owner,
            fields.Datetime.add(now, seconds=LEASE),
            now,
        )
        self.env["loyalty.sms.message"].flush_model()
        self.env.cr.execute(query, log_exceptions=False)
        return [message_id for _priority, message_id in sorted(self.env.cr.fetchall())]

    def _release(self, owner, message_ids=None):
        """Give back what was claimed and not begun.

        :param message_ids: only these; None: all
        """
        domain = [("stage", "=", "open"), ("state", "=", "claimed"), ("claimed_by", "=", owner)]
        domain += [("id", "in", message_ids)] if message_ids is not None else []
        self.env["loyalty.sms.message"].search(domain)._requeue()
