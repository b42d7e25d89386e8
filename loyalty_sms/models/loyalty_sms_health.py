from odoo import fields, models
from odoo.tools import SQL

from ..tools import outcome as outcomes
from ..tools.breaker import DOUBTS, PROBE, wait_after

READY = {"health": "ready", "health_message": False, "retry_at": False, "trips": 0, "doubts": 0}


class LoyaltySmsGateway(models.Model):
    """Whether a gateway takes messages: its circuit breaker (see tools/breaker.py), its pause and its speed."""

    _inherit = "loyalty.sms.gateway"

    health = fields.Selection(
        [("ready", "Ready"), ("down", "Out of order"), ("attention", "Needs attention")],
        default="ready",
        readonly=True,
        copy=False,
    )
    health_message = fields.Char("Last Problem as It Was Told", readonly=True, copy=False)
    retry_at = fields.Datetime("Tried Again At", readonly=True, copy=False)
    trips = fields.Integer(readonly=True, copy=False)  # failures in a row
    doubts = fields.Integer(readonly=True, copy=False)  # requests in a row without a clear answer
    next_slot = fields.Datetime(readonly=True, copy=False)  # when the speed limit lets the next message pass
    paused = fields.Boolean(readonly=True, copy=False)

    def _may_carry(self, now):
        """:return: whether it takes messages now, or at least one that tries it out"""
        return self._kind() is not None and (not self.retry_at or self.retry_at <= now)

    def _take_probe(self, now):
        """Half open: one message may try whether the gateway works again, over all processes on this database.

        :return: whether it is ours
        """
        query = SQL(
            """UPDATE loyalty_sms_gateway SET retry_at = %s
                WHERE id = %s AND (retry_at IS NULL OR retry_at <= %s) RETURNING id""",
            fields.Datetime.add(now, seconds=PROBE),
            self.id,
            now,
        )
        self.flush_recordset()
        self.env.cr.execute(query, log_exceptions=False)
        self.invalidate_recordset(["retry_at"])
        return bool(self.env.cr.fetchone())

    def _to_note(self, met):
        """:param met: ``{gateway id: as `_note` takes it}``
        :return: those for which it may change something: nearly always none, while all goes well
        """
        well = {id_ for id_, requests in met.items() if all(_is_accepted(given) for given, _probed in requests)}
        return self.filtered(lambda gateway: gateway.id not in well or gateway.health != "ready" or gateway.doubts)

    def _note(self, requests):
        """Take in what requests have met.

        :param requests: for each request ``(list of its `Outcome`, whether it was sent to try the gateway out)``
        :return: whether the gateway takes no more for a while
        """
        opened = False
        for given, probed in requests:
            failure = next((o for o in given if o.kind == outcomes.REJECTED and o.scope == outcomes.GATEWAY), None)
            if failure:
                self._note_failure(failure, probed)
                opened = True
            elif any(outcome.kind != outcomes.UNKNOWN for outcome in given):
                self._note_success()
            else:
                self.doubts += 1
                if self.doubts >= DOUBTS or self.health != "ready":
                    self._note_failure(outcomes.rejected(outcomes.GATEWAY, given[0].reason), probed)
                    opened = True
        return opened

    def _note_failure(self, outcome, probed):
        """Take the gateway out of the choice for a while, without its messages being lost.

        :param outcome: `Outcome` of scope gateway
        :param bool probed: whether its request was sent to try the gateway out
        """
        now = fields.Datetime.now()
        asks_person = outcome.failure in ("sms_acc", "sms_credit")
        # Requests that were on their way together fail as one.
        trips = self.trips + 1 if self.health == "ready" or probed else self.trips
        self.write(
            {
                "health": "attention" if asks_person else "down",
                "health_message": outcome.reason[:200],
                "retry_at": fields.Datetime.add(now, seconds=wait_after(max(trips - 1, 0), outcome.retry_after)),
                "trips": trips,
                "doubts": 0,
            }
        )

    def _note_success(self):
        """The gateway works (again)."""
        if self.health != "ready" or self.doubts:
            self.write(READY)

    def _reserve_slots(self, count=1):
        """Take the next places in the line's speed limit, over all processes on this database.

        :return: seconds to wait before so many messages may leave
        """
        if not self.speed_limit:
            return 0.0
        seconds = count / self.speed_limit
        query = SQL(
            """UPDATE loyalty_sms_gateway
                  SET next_slot = greatest(next_slot, clock_timestamp() AT TIME ZONE 'UTC') + %s * interval '1 second'
                WHERE id = %s
            RETURNING extract(epoch FROM next_slot - clock_timestamp() AT TIME ZONE 'UTC') - %s""",
            seconds,
            self.id,
            seconds,
        )
        self.env.cr.execute(query, log_exceptions=False)
        wait = max(0.0, float(self.env.cr.fetchone()[0]))
        self.invalidate_recordset(["next_slot"])
        return wait

    def action_retry(self):
        """Try the gateway again now."""
        self.check_access("write")
        return self.write(READY)

    def action_pause(self):
        """Take the gateway out of the choice until somebody resumes it. Its messages take another one or wait."""
        self.check_access("write")
        return self.write({"paused": True})

    def action_resume(self):
        """Let messages pass again."""
        self.check_access("write")
        self.write({"paused": False})
        self._wake_waiting()
        return True


def _is_accepted(given):
    return all(outcome.kind == outcomes.ACCEPTED for outcome in given)
