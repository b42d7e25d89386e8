"""How a segment is compared with its customers; in the night each is, with all of them."""

import logging
import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import tree

_logger = logging.getLogger(__name__)


class ClubSegment(models.Model):
    _inherit = "club.segment"

    def _refresh(self):
        """Bring the stored membership up to date and log who joined and who left.

        :return: ``(joined, left)`` in total
        """
        ordered, _cyclic = tree.order_by_use(self._uses())
        joined = left = 0
        for segment in self.browse([key for key in ordered if key in set(self.ids)]):
            started = time.monotonic()
            now = fields.Datetime.now()
            came, went, error = segment._try(lambda segment=segment: segment._refresh_one())
            joined, left = joined + came, left + went
            took = int((time.monotonic() - started) * 1000)
            values = {"refreshed_on": now, "refresh_ms": took, "error": error}
            segment._store_refresh(values if error else {**values, "crossed_to": now})
        return joined, left

    def _try(self, work):
        """Do something with the segment; where its conditions fail, only it stands still, and shows why.

        :param work: function that returns who joined and who left
        :return: ``(joined, left, error or None)``
        """
        try:
            with self.env.cr.savepoint():
                return *work(), None
        except (UserError, ValueError, KeyError) as error:
            # the filter speaks of a field or an add-on that is gone: the members stay, the reason is shown
            _logger.warning("Segment %s could not be refreshed: %s", self.id, error)
            return 0, 0, str(error)

    def _refresh_one(self, reasons=None):
        """Take the difference of the members that are to be and those that are.

        Both are read once and joined: where hardly anything has changed, hardly anything is left to write.

        :param reasons: look only at the customers who wait for one of these (see `_look_at`), or None for all
        :return: ``(joined, left)``
        """
        domain, scope, among = Domain.TRUE, None, SQL("TRUE")
        if reasons is not None:
            looked = self._looked("partner_id", reasons)
            domain, scope = Domain("id", "in", looked), self._looked("owner_id", reasons)
            among = SQL("m.partner_id IN (%s)", looked)
        env = self._system_env(scope)
        query = env["res.partner"]._search(domain & self._compile(env))
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute("SET LOCAL work_mem = '128MB'")  # so that a million customers are hashed in one go
        [[joined, left]] = env.execute_query(
            SQL(
                """
                WITH difference AS MATERIALIZED (%(difference)s),
                came AS (
                    INSERT INTO club_segment_member (segment_id, partner_id, date_in)
                    SELECT %(segment)s, came_id, %(now)s FROM difference WHERE came_id IS NOT NULL
                    ON CONFLICT DO NOTHING
                    RETURNING partner_id
                ),
                went AS (
                    DELETE FROM club_segment_member m USING difference
                     WHERE m.segment_id = %(segment)s AND m.partner_id = difference.went_id
                    RETURNING partner_id
                ),
                logged AS (
                    INSERT INTO club_segment_event (segment_id, partner_id, kind, date)
                    SELECT %(segment)s, partner_id, 'in', %(now)s FROM came
                    UNION ALL
                    SELECT %(segment)s, partner_id, 'out', %(now)s FROM went
                )
                SELECT (SELECT count(*) FROM came), (SELECT count(*) FROM went)
                """,
                difference=self._difference(query, among),
                segment=self.id,
                now=fields.Datetime.now(),
            )
        )
        return joined, left

    def _difference(self, query, among):
        """Who is to be a member and is none, and who is one and is not to be.

        :param query: Query of res.partner, who is to be a member
        :param among: SQL, a condition on ``m``, the members to compare with
        :return: SQL, a SELECT of ``came_id, went_id``, one of them empty
        """
        return SQL(
            """
            SELECT wanted.id AS came_id, had.partner_id AS went_id
              FROM (%s) wanted
              FULL JOIN (SELECT partner_id FROM club_segment_member m WHERE m.segment_id = %s AND %s) had
                ON had.partner_id = wanted.id
             WHERE wanted.id IS NULL OR had.partner_id IS NULL
            """,
            query.select(),
            self.id,
            among,
        )

    def _store_refresh(self, values, counted=None):
        """Write what came of a refresh, without tracking and without touching who edited the segment last.

        :param dict values: fields of the segment
        :param int counted: how many members there are, if that is known already
        """
        if counted is None:
            [[counted]] = self.env.execute_query(
                SQL("SELECT count(*) FROM club_segment_member WHERE segment_id = %s", self.id)
            )
        self.flush_recordset()
        values = {**values, "member_count": counted}
        self.env.cr.execute(
            SQL(
                "UPDATE club_segment SET %s WHERE id = %s",
                SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()),
                self.id,
            )
        )
        self.env["club.segment.size"]._note(self, counted)
        self.invalidate_recordset()
        self.env["club.segment.member"].invalidate_model()
        self.env["club.segment.event"].invalidate_model()
        self.env["res.partner"].invalidate_model(["segment_ids"])

    @api.model
    def _cron_refresh(self):
        """Compare all dynamic segments, those that others look at first, each in a transaction of its own."""
        ordered, _cyclic = tree.order_by_use(self._uses())
        segments = self.search([("kind", "=", "dynamic")])
        todo = [key for key in ordered if key in set(segments.ids)]
        self.env["ir.cron"]._commit_progress(remaining=len(todo))
        for key in todo:
            segment = self.browse(key).exists()
            segment._refresh()
            if not self.env["ir.cron"]._commit_progress(1):
                break
