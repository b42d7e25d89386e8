from datetime import datetime, timezone

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

from ..tools.rate import client_key, window

_TRIES = 4


class LoyaltyFormHit(models.Model):
    """Counters of what came from outside, by key and window of time. Keys are hashes: no address can be read from them.

    Counting has a transaction of its own: a request that fails counts too, and is not counted twice when Odoo runs it
    again. It does not wait for the disk: after a crash of the database a few requests may be uncounted.
    """

    _name = "loyalty.form.hit"
    _description = "Form Request Counter"
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True)
    window = fields.Integer(required=True)
    hits = fields.Integer(required=True, default=1)
    expires_at = fields.Datetime(required=True, index=True)

    _key_unique = models.UniqueIndex('(key, "window")')

    @api.model
    def _count(self, key, seconds):
        """Count one more.

        :param str key: what is counted; only its hash is stored
        :param int seconds: length of the window
        :return: how many there were in the present window, this one included
        """
        hashed = hmac(self.env(su=True), "loyalty_forms.hit", key)
        number, end = window(fields.Datetime.now().replace(tzinfo=timezone.utc).timestamp(), seconds)
        for _try in range(_TRIES):
            try:
                with self.env.registry.cursor() as cr:
                    cr.execute(
                        SQL(
                            """INSERT INTO loyalty_form_hit AS hit (key, "window", hits, expires_at)
                               VALUES (%s, %s, 1, %s)
                               ON CONFLICT (key, "window") DO UPDATE SET hits = hit.hits + 1
                               RETURNING hits, set_config('synchronous_commit', 'off', true)""",
                            hashed,
                            number,
                            datetime.fromtimestamp(end, tz=timezone.utc).replace(tzinfo=None),
                        ),
                        log_exceptions=False,
                    )
                    return cr.fetchone()[0]
            except psycopg2.errors.SerializationFailure:
                continue  # another request of the same sender, at the same instant
        # So many at once that this one could not even be counted.
        return 10**9

    @api.model
    def _limited(self, ip, step=False):
        """Count a request of an address and say whether it has had too many.

        :param bool step: whether it only turns the pages of a form, which is allowed ten times as often
        :return: (after how many seconds it may come again, 0 when it may go on; how many times the limit it has sent)
        """
        client = client_key(ip)
        param = self.env["ir.config_parameter"].sudo().get_param
        for name, seconds, default in (("minute", 60, 5), ("hour", 3600, 30)):
            limit = int(param(f"loyalty_forms.limit_per_{name}") or default) * (10 if step else 1)
            count = self._count(f"{'step' if step else 'ip'}:{name}:{client}", seconds)
            if count > limit:
                return seconds, count / max(limit, 1)
        return 0, 0

    @api.autovacuum
    def _gc_hits(self):
        self.env.cr.execute(SQL("DELETE FROM loyalty_form_hit WHERE expires_at < %s", fields.Datetime.now()))
