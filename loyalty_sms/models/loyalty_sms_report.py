import logging
import time

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH = 500
COME_BACK = 10  # seconds
LOCK = 0x534D5352  # of the one process that works on reports


class LoyaltySmsEvent(models.Model):
    """Delivery reports, in sets. They come by the thousand, and in bursts, while messages are still leaving."""

    _inherit = "loyalty.sms.event"

    @api.model
    def _process_arrived(self, seconds=1):
        """Work on new reports in transactions of its own, unless another process does so already: that one takes these
        with it."""
        deadline, idle = time.monotonic() + seconds, 0
        with self.env.registry.cursor() as cr:
            events = api.Environment(cr, SUPERUSER_ID, {})[self._name]
            # Whoever found the lock taken had committed before: it is looked for once more after giving the lock back.
            while idle < 2 and events._has_new_reports():
                if time.monotonic() > deadline:
                    break
                cr.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
                if not cr.fetchone()[0]:
                    return
                try:
                    idle = 0 if events._process_reports(seconds) else idle + 1
                finally:
                    cr.rollback()
                    cr.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
                    cr.commit()  # pylint: disable=invalid-commit
            events._come_back()

    def _has_new_reports(self):
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return bool(self.search_count([("kind", "=", "report"), ("state", "=", "new")], limit=1))

    def _come_back(self):
        """Reports that had to wait for the answer to their message are looked at again soon."""
        if self._has_new_reports():
            cron = self.env.ref("loyalty_sms.ir_cron_sms_events").sudo()
            if not self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", cron.id)], limit=1):
                cron._trigger(fields.Datetime.add(fields.Datetime.now(), seconds=COME_BACK))
        self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _process_reports(self, seconds=50):
        """Take in the reports that are there. Commits.

        Reports on messages that are being handed over right now stay for later: their answer comes first.

        :return: how many were processed
        """
        deadline, after, done = time.monotonic() + seconds, 0, 0
        dispatcher = self.env["loyalty.sms.dispatcher"]
        while time.monotonic() < deadline:
            try:
                last, events, messages = dispatcher._transaction(lambda after=after: self._take_reports(after))
            except Exception:  # one of them cannot be processed: each by itself, so that the others are
                self.env.cr.rollback()
                _logger.exception("SMS reports after %s could not be processed together", after)
                return done + self._process_singly(after)
            done += len(events)
            if messages:
                dispatcher._sync_all(messages.ids)
            if not last:
                break
            after = last
        return done

    def _process_singly(self, after):
        events = self.search(
            [("kind", "=", "report"), ("state", "=", "new"), ("id", ">", after)], limit=BATCH, order="id"
        )
        for event in events:
            event._process_safely()
        return len(events)

    def _take_reports(self, after):
        """One batch of reports.

        :param int after: id of the last event that was looked at
        :return: ``(id of the last event looked at, 0: there are no more; processed events; their messages)``
        """
        query = """SELECT id FROM loyalty_sms_event
                    WHERE kind = 'report' AND state = 'new' AND id > %s
                 ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED"""
        self.flush_model()
        self.env.cr.execute(SQL(query, after, BATCH), log_exceptions=False)
        events = self.browse(row[0] for row in self.env.cr.fetchall())
        if not events:
            return 0, events, self.env["loyalty.sms.message"]
        attempts = self._find_attempts(events)
        free = self._lock_settled(attempts)
        ready = events.filtered(lambda event: event not in attempts or attempts[event].message_id in free)
        for event in ready:
            event._take_report(attempts.get(event))
        return events[-1].id if len(events) == BATCH else 0, ready, free

    def _find_attempts(self, events):
        """:return: ``{event: attempt}`` by reference, or by reference of the request and number"""
        refs = events.mapped("ref")
        found = self.env["loyalty.sms.attempt"].search_fetch(
            ["|", ("ref", "in", refs), ("batch_ref", "in", refs)],
            ["ref", "batch_ref", "number", "gateway_id", "message_id"],
        )
        by_ref = {attempt.ref: attempt for attempt in found}
        by_number = {(attempt.batch_ref, attempt.number.lstrip("+")): attempt for attempt in found if attempt.batch_ref}
        attempts = {}
        for event in events:
            attempt = by_ref.get(event.ref) or by_number.get((event.ref, event._reported_number()))
            if attempt and attempt.gateway_id == event.gateway_id:
                attempts[event] = attempt
        return attempts

    def _reported_number(self):
        provider = self.gateway_id._kind()
        if provider is None:
            return ""
        return provider._report_number(self.gateway_id, self.raw_query or "", self.raw_body or "").strip().lstrip("+")

    def _lock_settled(self, attempts):
        """Lock the messages of these attempts, but none that a living dispatcher is just handing over.

        :return: `loyalty.sms.message`
        """
        ids = sorted({attempt.message_id.id for attempt in attempts.values()})
        query = """SELECT id FROM loyalty_sms_message m
                    WHERE id = ANY(%s)
                      AND (state != 'submitting' OR NOT EXISTS (
                            SELECT FROM pg_stat_activity a
                             WHERE a.pid || '/' || extract(epoch FROM a.backend_start) = m.claimed_by))
                 ORDER BY id FOR NO KEY UPDATE"""
        return self.env["loyalty.sms.message"]._lock_quietly(SQL(query, ids))

    def _take_report(self, attempt):
        """Make something of one report.

        :param attempt: `loyalty.sms.attempt`, or None when the report belongs to none of this gateway
        """
        provider = self.gateway_id._kind()
        if provider is None:
            self.write({"state": "ignored", "note": self.env._("The provider is no longer installed.")})
            return
        state, text = provider._read_report(self.gateway_id, self.raw_query or "", self.raw_body or "")
        known = bool(attempt and state)
        self.write(
            {
                "state": "done" if known else "ignored",
                "note": f"{state or '?'} {text}".strip()[:200],
                "message_id": attempt.message_id.id if attempt else False,
            }
        )
        if known:
            attempt.message_id._apply_report(attempt, state, text)
