"""How segments keep up through the day: with the touched customers, and with those whom time moves."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import tree

# How far back whom time moves is looked for at most; the moment itself is only written when it is that old, since the
# rows between are few and found by index.
LOOKED_BACK = timedelta(hours=6)


class ClubSegment(models.Model):
    _inherit = "club.segment"

    @api.model
    def _refresh_touched(self, reasons, now=None):
        """Look at the customers of whom something changed, and at those for whom time alone changed something.

        :param dict reasons: ``{partner id: set of reasons}``; their contacts are looked at with them
        :param datetime now: up to when time counts
        :return: number of joins and leaves
        """
        now = now or fields.Datetime.now()
        self._look_at(reasons)
        ordered, _cyclic = tree.order_by_use(self._uses())
        segments = {segment.id: segment for segment in self.search([("kind", "=", "dynamic")])}
        moved, changed = {}, 0
        for segment in (segments[key] for key in ordered if key in segments):
            came, went, error = segment._try(lambda segment=segment: segment._refresh_some(moved, now))
            changed += came + went
            stale = segment.crossed_to and now - segment.crossed_to > LOOKED_BACK
            if came or went or stale or error != (segment.error if error else None):
                values = {"error": error} if error else {"crossed_to": now}
                segment._store_refresh(values, counted=segment.member_count + came - went)
        return changed

    def _look_at(self, reasons):
        """Put the touched customers and their contacts into a table of this transaction, whose size is known then.

        Purchases count for all contacts of a customer: what touched one touched them all.

        :param dict reasons: ``{partner id: set of reasons}``
        """
        self.env.flush_all()
        self.env.cr.execute(
            "CREATE TEMP TABLE IF NOT EXISTS club_segment_look (partner_id int, owner_id int, reason varchar) "
            "ON COMMIT DROP"
        )
        self.env.cr.execute("TRUNCATE club_segment_look")
        pairs = [(partner_id, reason) for partner_id, why in reasons.items() for reason in why]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO club_segment_look (partner_id, owner_id, reason)
                SELECT DISTINCT other.id, other.commercial_partner_id, touched.reason
                  FROM unnest(%s::int[], %s::varchar[]) AS touched(id, reason)
                  JOIN res_partner partner ON partner.id = touched.id
                  JOIN res_partner other ON other.commercial_partner_id = partner.commercial_partner_id
                """,
                [partner_id for partner_id, _reason in pairs],
                [reason for _partner_id, reason in pairs],
            )
        )
        self.env.cr.execute("ANALYZE club_segment_look")

    def _looked(self, column, reasons):
        """Whom to look at for one of some reasons.

        :param str column: ``partner_id`` or ``owner_id``, his commercial partner
        :return: SQL, a SELECT of ids
        """
        return SQL("SELECT %s FROM club_segment_look WHERE reason = ANY(%s)", SQL.identifier(column), sorted(reasons))

    def _refresh_some(self, moved, now):
        """Compare the segment with the customers who were touched for a reason of its own.

        :param dict moved: ``{segment id: reasons}`` of the segments that changed before it; what looks at them follows
        """
        reasons, kinds = {"partner"}, []  # whether he is a customer of the company at all
        for node in tree.conditions(self.definition or tree.empty()):
            kind = self._condition_kind(node["kind"])
            if kind is not None:
                reasons |= kind._triggers or set()
                kinds.append((kind, node["params"]))
        for used in {key for kind, params in kinds for key in kind._segments(params)}:
            reasons |= moved.get(used, set())
        if self._look_at_crossed(kinds, now):
            reasons.add(self._time_reason())
        if not self.env.execute_query(SQL("%s LIMIT 1", self._looked("partner_id", reasons))):
            return 0, 0
        joined, left = self._refresh_one(reasons)
        if joined or left:
            moved[self.id] = reasons
        return joined, left

    def _time_reason(self):
        return f"time of {self.id}"

    def _look_at_crossed(self, kinds, now):
        """Look also at customers whose answer time alone has changed since it was asked last, and at their contacts.

        :return: whether there are any
        """
        found = 0
        if not self.crossed_to or self.crossed_to >= now:
            return found
        env = self._system_env()
        for kind, params in kinds:
            query = kind.with_env(env)._crossings(params, self.crossed_to, now)
            if query is not None:
                env.cr.execute(
                    SQL(
                        """
                        INSERT INTO club_segment_look (partner_id, owner_id, reason)
                        SELECT id, commercial_partner_id, %s FROM res_partner
                         WHERE commercial_partner_id IN (%s) AND is_customer_club
                        """,
                        self._time_reason(),
                        query,
                    )
                )
                found += env.cr.rowcount
        return found
