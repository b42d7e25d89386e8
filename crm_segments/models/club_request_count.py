from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

TRIES = 5
MANY = 10**9


class ClubRequestCount(models.Model):
    """How often something came from outside within a time. Keys are hashes: no number or address can be read from them.

    Counting has a transaction of its own: a request that fails counts as well.
    """

    _name = "club.request.count"
    _description = "Request Counter"
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True)
    hits = fields.Integer(required=True, default=1)
    expires_at = fields.Datetime(required=True, index=True)

    _key_unique = models.UniqueIndex("(key)")

    @api.model
    def _count(self, key, seconds):
        """Count one more. The time begins with the first one that is counted.

        :param str key: what is counted
        :param int seconds: after which counting begins anew
        :return: ``(how many there were, this one included; seconds until counting begins anew)``
        """
        now = fields.Datetime.now()
        query = SQL(
            """INSERT INTO club_request_count AS c (key, hits, expires_at) VALUES (%(key)s, 1, %(end)s)
               ON CONFLICT (key) DO UPDATE SET
                   hits = CASE WHEN c.expires_at <= %(now)s THEN 1 ELSE c.hits + 1 END,
                   expires_at = CASE WHEN c.expires_at <= %(now)s THEN excluded.expires_at ELSE c.expires_at END
               RETURNING hits, expires_at""",
            key=hmac(self.env(su=True), "crm_segments.request_count", key),
            now=now,
            end=now + timedelta(seconds=seconds),
        )
        for _try in range(TRIES):
            try:
                with self.env.registry.cursor() as cr:
                    cr.execute(query, log_exceptions=False)
                    hits, end = cr.fetchone()
                    return hits, max(1, int((end - now).total_seconds()))
            except psycopg2.errors.SerializationFailure:
                continue  # another request with the same key, at the same instant
        return MANY, seconds  # so many at once that this one could not even be counted

    @api.model
    def _hits(self, key):
        """:return: how many were counted, and are not over yet"""
        hashed = hmac(self.env(su=True), "crm_segments.request_count", key)
        query = "SELECT hits FROM club_request_count WHERE key = %s AND expires_at > %s"
        with self.env.registry.cursor() as cr:  # counting is not seen in a transaction that began before
            cr.execute(SQL(query, hashed, fields.Datetime.now()))
            row = cr.fetchone()
        return row[0] if row else 0

    @api.model
    def _wait(self, key, limits):
        """Count one more against several limits.

        :param str key: what is limited
        :param limits: ``[(how many, within how many seconds)]``, the shortest time first
        :return: seconds to wait, 0 when none of the limits is passed
        """
        for limit, seconds in limits:
            hits, left = self._count(f"{key}/{seconds}", seconds)
            if hits > limit:
                return left
        return 0

    @api.autovacuum
    def _gc_counts(self):
        self.env.cr.execute(SQL("DELETE FROM club_request_count WHERE expires_at < %s", fields.Datetime.now()))
