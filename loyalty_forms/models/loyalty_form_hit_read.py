from datetime import datetime, timezone

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

from ..tools.rate import window


class LoyaltyFormHit(models.Model):
    _inherit = "loyalty.form.hit"

    @api.model
    def _look_and_count(self, look, count, seconds):
        """Read one counter and count others, in one short transaction of its own; see `_count`.

        :param str look: key of the counter that is only read
        :param list count: keys of those that get one more
        :param int seconds: length of the window
        :return: (hits of the first, hits of the others, these included)
        :rtype: tuple[int, list[int]]
        """
        number, end = window(fields.Datetime.now().replace(tzinfo=timezone.utc).timestamp(), seconds)
        expires = datetime.fromtimestamp(end, tz=timezone.utc).replace(tzinfo=None)
        env = self.env(su=True)
        looked, counted = hmac(env, "loyalty_forms.hit", look), [hmac(env, "loyalty_forms.hit", key) for key in count]
        try:
            with self.env.registry.cursor() as cr:
                rows = SQL(", ").join(SQL("(%s, %s, 1, %s)", key, number, expires) for key in sorted(set(counted)))
                upsert = SQL(
                    """, counted AS (
                        INSERT INTO loyalty_form_hit AS hit (key, "window", hits, expires_at) VALUES %s
                        ON CONFLICT (key, "window") DO UPDATE SET hits = hit.hits + 1 RETURNING hits)""",
                    rows,
                )
                cr.execute(
                    SQL(
                        """WITH looked AS (
                               SELECT hits FROM loyalty_form_hit WHERE key = %s AND "window" = %s) %s
                           SELECT COALESCE((SELECT hits FROM looked), 0), %s,
                                  set_config('synchronous_commit', 'off', true)""",
                        looked,
                        number,
                        upsert if counted else SQL(),
                        SQL("(SELECT array_agg(hits) FROM counted)") if counted else SQL("NULL::int[]"),
                    ),
                    log_exceptions=False,
                )
                hits, others, _off = cr.fetchone()
                return hits, others or []
        except psycopg2.errors.SerializationFailure:
            # So many at once that this one could not be counted: it is one too many.
            return 0, [10**9]
