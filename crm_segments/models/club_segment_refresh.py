"""How segments keep up with their customers: the touched, those whom time moves, and in the night everybody."""

import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import tree

_logger = logging.getLogger(__name__)

# How far back whom time moves is looked for at most; the moment itself is only written when it is that old, since the
# rows between are few and found by index.
LOOKED_BACK = timedelta(hours=6)


class ClubSegment(models.Model):
    _inherit = "club.segment"

    # --- one segment ----------------------------------------------------------------------------------------------

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

    def _refresh_one(self, partners=None):
        """Take the difference of the members that are to be and those that are.

        :param partners: ids of the customers to look at, or None for all
        :return: ``(joined, left)``
        """
        domain = Domain.TRUE
        if partners is not None:
            domain = Domain("id", "in", SQL("(SELECT unnest(%s::int[]))", partners))
        env = self._system_env(self._owners(partners))
        query = env["res.partner"]._search(domain & self._compile(env))
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute("SET LOCAL work_mem = '128MB'")
        [[joined, left]] = env.execute_query(
            SQL(
                """
                WITH wanted AS MATERIALIZED (%(wanted)s),
                had AS MATERIALIZED (SELECT partner_id FROM club_segment_member m
                                      WHERE m.segment_id = %(segment)s AND %(among)s),
                came AS (
                    INSERT INTO club_segment_member (segment_id, partner_id, date_in)
                    SELECT %(segment)s, id, %(now)s FROM (SELECT id FROM wanted EXCEPT SELECT partner_id FROM had) new
                    ON CONFLICT DO NOTHING
                    RETURNING partner_id
                ),
                went AS (
                    DELETE FROM club_segment_member m
                     WHERE m.segment_id = %(segment)s AND %(among)s
                       AND NOT EXISTS (SELECT 1 FROM wanted WHERE wanted.id = m.partner_id)
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
                wanted=query.select(),
                segment=self.id,
                among=SQL("TRUE") if partners is None else SQL("m.partner_id = ANY(%s)", list(partners)),
                now=fields.Datetime.now(),
            )
        )
        return joined, left

    def _owners(self, partners):
        """The commercial partners of customers: behaviour is theirs."""
        if partners is None:
            return None
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT commercial_partner_id FROM res_partner WHERE id = ANY(%s)", list(partners))
        )
        return [key for (key,) in rows if key]

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

    # --- the touched, and those whom time moves -------------------------------------------------------------------

    @api.model
    def _refresh_touched(self, reasons, now=None):
        """Look at the customers of whom something changed, and at those for whom time alone changed something.

        :param dict reasons: ``{partner id: set of reasons}``; their contacts are looked at with them
        :param datetime now: up to when time counts
        :return: number of joins and leaves
        """
        now = now or fields.Datetime.now()
        family = self._with_contacts(reasons)
        ordered, _cyclic = tree.order_by_use(self._uses())
        segments = {segment.id: segment for segment in self.search([("kind", "=", "dynamic")])}
        moved, changed = {}, 0
        for segment in (segments[key] for key in ordered if key in segments):
            came, went, error = segment._try(lambda segment=segment: segment._refresh_some(family, moved, now))
            changed += came + went
            stale = segment.crossed_to and now - segment.crossed_to > LOOKED_BACK
            if came or went or stale or error != (segment.error if error else None):
                values = {"error": error} if error else {"crossed_to": now}
                segment._store_refresh(values, counted=segment.member_count + came - went)
        return changed

    def _refresh_some(self, family, moved, now):
        triggers, kinds = set(), []
        for node in tree.conditions(self.definition or tree.empty()):
            kind = self._condition_kind(node["kind"])
            if kind is not None:
                triggers |= kind._triggers or set()
                kinds.append((kind, node["params"]))
        triggers.add("partner")  # whether he is a customer of the company at all
        partners = {key for key, reasons in family.items() if not triggers.isdisjoint(reasons)}
        for used in {key for kind, params in kinds for key in kind._segments(params)}:
            partners |= moved.get(used, set())
        partners |= self._crossed(kinds, now)
        if not partners:
            return 0, 0
        joined, left = self._refresh_one(sorted(partners))
        if joined or left:
            moved[self.id] = partners
        return joined, left

    def _crossed(self, kinds, now):
        """Customers whose answer time alone has changed since it was looked last, with their contacts."""
        found = set()
        if not self.crossed_to or self.crossed_to >= now:
            return found
        env = self._system_env()
        for kind, params in kinds:
            query = kind.with_env(env)._crossings(params, self.crossed_to, now)
            if query is not None:
                rows = env.execute_query(
                    SQL(
                        "SELECT id FROM res_partner WHERE commercial_partner_id IN (%s) AND is_customer_club",
                        query,
                    )
                )
                found |= {key for (key,) in rows}
        return found

    def _with_contacts(self, reasons):
        """Purchases count for all contacts of a customer: what touched one touched them all.

        :return: ``{partner id: set of reasons}``
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT touched.id, other.id
                  FROM res_partner touched
                  JOIN res_partner other ON other.commercial_partner_id = touched.commercial_partner_id
                 WHERE touched.id = ANY(%s)
                """,
                list(reasons),
            )
        )
        family = {}
        for touched, other in rows:
            family.setdefault(other, set()).update(reasons[touched])
        return family

    # --- everybody ------------------------------------------------------------------------------------------------

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
