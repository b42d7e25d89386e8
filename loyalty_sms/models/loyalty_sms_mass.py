from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.crm_segments.tools.phone import is_mobile

from ..tools.segments import count_segments
from .loyalty_sms_message import URGENCY

# Of rows as arrays: a trace of each, and of those that may leave a tracker and a message.
INSERT_MAILING = """
WITH item AS (SELECT * FROM unnest(%(values)s) AS i(%(names)s)),
     trace AS (
        INSERT INTO mailing_trace (trace_type, model, res_id, mass_mailing_id, campaign_id, trace_status, failure_type,
                                   sms_number, sms_code, sms_id_int, create_uid, create_date, write_uid, write_date)
             SELECT 'sms', %(model)s, res_id, %(mailing)s, %(campaign)s,
                    CASE WHEN failure IS NULL THEN 'process' ELSE 'cancel' END, failure,
                    number, sms_code, sms_id, %(uid)s, %(now)s, %(uid)s, %(now)s
               FROM item
          RETURNING id, sms_id_int, trace_status),
     tracker AS (
        INSERT INTO sms_tracker (sms_uuid, mailing_trace_id, create_uid, create_date, write_uid, write_date)
             SELECT item.uuid, trace.id, %(uid)s, %(now)s, %(uid)s, %(now)s
               FROM item JOIN trace ON trace.sms_id_int = item.sms_id
              WHERE item.failure IS NULL)
INSERT INTO loyalty_sms_message (uuid, company_id, partner_id, number, body, purpose, priority, state, encoding, parts,
                                 cost, round, batch_limit, sync_needed, queued_at, source_model_id, source_id,
                                 create_uid, create_date, write_uid, write_date)
     SELECT uuid, company_id, partner_id, number, body, 'marketing', %(priority)s, 'queued', encoding, parts,
            0, 1, 0, false, %(now)s, %(source)s, %(mailing)s, %(uid)s, %(now)s, %(uid)s, %(now)s
       FROM item
      WHERE failure IS NULL
  RETURNING id"""


class LoyaltySmsMessage(models.Model):
    """Mailings by SMS: outbox rows with their traces, in one statement for thousands."""

    _inherit = "loyalty.sms.message"

    @api.model
    def _enqueue_mailing(self, mailing, rows):
        """Put a part of a mailing into the outbox, in the caller's transaction.

        Of each row a `mailing.trace` is made, and of those that may leave also a message and the tracker that carries
        its state to the trace. Odoo's own messages are left out: they would be deleted after sending.

        :param mailing: `mailing.mailing`, one record
        :param rows: dicts with ``uuid``, ``res_id``, ``model``, ``partner_id``, ``company_id``, ``number``, ``body``,
            ``sms_code``, ``sms_id`` (what short links know the message by) and ``failure`` (why it may not leave)
        :return: how many messages may leave
        """
        if not rows:
            return 0
        for row in rows:
            if not row["failure"] and not is_mobile(row["number"]):
                row["failure"] = "sms_number_format"
        query = SQL(
            INSERT_MAILING,
            **self._mailing_columns(rows),
            model=rows[0]["model"],
            mailing=mailing.id,
            source=self.env["ir.model"]._get_id(mailing._name),
            campaign=mailing.campaign_id.id or None,
            priority=URGENCY.index("marketing"),
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )
        return len(self.env.execute_query(query))

    def _mailing_columns(self, rows):
        """:return: the rows as arrays, one for each column: ``values`` and ``names`` of `INSERT_MAILING`"""
        parts = {body: count_segments(body) for body in {row["body"] for row in rows if not row["failure"]}}
        columns = {
            "uuid": ("varchar", [row["uuid"] for row in rows]),
            "res_id": ("int", [row["res_id"] for row in rows]),
            "partner_id": ("int", [row["partner_id"] or None for row in rows]),
            "company_id": ("int", [row["company_id"] for row in rows]),
            "number": ("varchar", [row["number"] or None for row in rows]),
            "body": ("text", [row["body"] for row in rows]),
            "sms_code": ("varchar", [row["sms_code"] for row in rows]),
            "sms_id": ("int", [row["sms_id"] for row in rows]),
            "failure": ("varchar", [row["failure"] or None for row in rows]),
            "encoding": ("varchar", [parts[row["body"]].encoding if not row["failure"] else None for row in rows]),
            "parts": ("int", [parts[row["body"]].parts if not row["failure"] else None for row in rows]),
        }
        return {
            "values": SQL(", ").join(SQL("%s::%s[]", column, SQL(kind)) for kind, column in columns.values()),
            "names": SQL(", ").join(SQL.identifier(name) for name in columns),
        }
