import logging
import threading
import time

from psycopg2 import errors

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..tools import outcome as outcomes
from ..tools.mask import mask

_logger = logging.getLogger(__name__)

MAX_AGE = {"marketing": 72, "service": 72, "code": 1}  # hours after which a message is not worth sending any more
LEASE = 900  # seconds after which a claim without a sign of life is void even if its connection still stands
CODE_REPEAT = 20  # seconds after which a one-time code of unknown fate is repeated
CODE_ATTEMPTS = 3
REPEATS = 7  # of a step that met another process


class LoyaltySmsDispatcher(models.AbstractModel):
    """Takes messages from the outbox to the gateways, each at most once.

    Three transactions for each message: *claim* it, mark it as *submitting* with a reference that reports will carry,
    store the *outcome*. If the process dies after the first, nothing has left and the message goes back to the queue.
    If it dies after the second, nobody can know: the message is *unknown* until a report, the provider or a person
    tells. A message is never sent again on a guess; only one-time codes, where a second SMS is harmless and none is
    not, are repeated.
    """

    _name = "loyalty.sms.dispatcher"
    _description = "SMS Dispatcher"

    # === Running === #

    @api.model
    def _wake(self, at=None):
        """Have the dispatcher run as soon as this transaction is committed, or at a given time."""
        self.env.ref("loyalty_sms.ir_cron_sms_dispatch").sudo()._trigger(at or None)

    @api.model
    def _cron_dispatch(self):
        """Scheduled action: empty the queue."""
        done, remaining = self._run(seconds=50)
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)

    @api.model
    def _run(self, message_ids=None, seconds=50):
        """Work on the queue in transactions of its own, whatever the caller's one does.

        :param message_ids: only these; None: all
        :param seconds: after which no more messages are taken
        :return: ``(messages done, messages that could be done now)``
        """
        with self.env.registry.cursor() as cr:
            dispatcher = api.Environment(cr, SUPERUSER_ID, {})[self._name]
            return dispatcher._work(message_ids, time.monotonic() + seconds)

    @api.model
    def _run_after_commit(self, message_ids, seconds=10, background=False):
        """Send some messages as soon as this transaction is committed, without waiting for the scheduler.

        :param bool background: the request does not wait for the provider, so that its time tells nobody whether
            anything was sent
        """

        def run():
            try:
                self._run(message_ids, seconds)
            except Exception:  # what is committed stays so; the scheduler tries again
                _logger.exception("SMS messages %s could not be sent at once", message_ids)

        @self.env.cr.postcommit.add
        def begin():
            if background:
                threading.Thread(target=run, name="sms-codes").start()
            else:
                run()

    def _work(self, message_ids, deadline):
        owner = self._owner()
        self._transaction(lambda: self._recover(owner))
        done = 0
        try:
            while time.monotonic() < deadline:
                self._transaction(self._ripen)
                messages = self._transaction(lambda: self._claim(owner, message_ids))
                if not messages:
                    break
                for message in self._transaction(lambda batch=messages: self._apply_policy(batch)):
                    if time.monotonic() < deadline:
                        self._send_one(message, owner)
                done += len(messages)
                self._sync_all(messages.ids)
        finally:
            self.env.cr.rollback()
            self._transaction(lambda: self._release(owner))
        self._sync_all()
        remaining = self._transaction(lambda: self.env["loyalty.sms.message"].search_count(self._due(message_ids)))
        return done, remaining

    def _transaction(self, step):
        """Run one step and commit it; repeat it when another process changed the same rows.

        :param step: function without side effects outside of the database
        """
        repeats = 0
        while True:
            try:
                result = step()
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return result
            except (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable):
                self.env.cr.rollback()
                repeats += 1
                if repeats == REPEATS:
                    raise
                time.sleep(0.02 * 2**repeats)

    # === One message === #

    def _send_one(self, message, owner):
        """Take one claimed message through a gateway."""
        gateway, wait = self._transaction(lambda: self._choose(message))
        if not gateway:
            return
        time.sleep(min(wait, 60))
        attempt = self._transaction(lambda: self._begin(message, gateway, owner))
        if not attempt:
            return
        try:
            outcome = gateway._kind()._send(gateway, attempt)
        except Exception as error:  # whatever it was, the request may have left
            text = mask(f"{type(error).__name__}: {error}", gateway._secrets())
            _logger.error("SMS gateway %s failed: %s", gateway.id, text)
            outcome = outcomes.unknown(text[:500])
        self.env.cr.rollback()  # nothing that an adapter wrote belongs to the outcome
        self._transaction(lambda: self._store(attempt, outcome))

    def _choose(self, message):
        """The gateway for a claimed message; without one the message waits or fails.

        :return: ``(gateway or empty, seconds to wait for the speed limit)``
        """
        now = fields.Datetime.now()
        nothing = self.env["loyalty.sms.gateway"], 0.0
        if message.queued_at < fields.Datetime.subtract(now, hours=MAX_AGE[message.purpose]):
            message._finish("failed", message.reason or self.env._("No gateway took it in time."), "sms_expired")
            return nothing
        gateways = message.requested_gateway_id or self.env["loyalty.sms.route"]._gateways_for(
            message.company_id, message.number, message.purpose
        )
        refused = message.attempt_ids.filtered(
            lambda attempt: (
                attempt.state == "rejected" and attempt.scope != outcomes.GATEWAY and attempt.round == message.round
            )
        )
        open_gateways = gateways.filtered(lambda gateway: gateway._kind() is not None) - refused.gateway_id
        usable = open_gateways.filtered(lambda gateway: not gateway.retry_at or gateway.retry_at <= now)
        if usable:
            return usable[0], usable[0]._reserve_slot()
        if refused and not open_gateways:
            message._finish("failed", refused[0].reason, refused[0].failure_type or "unknown")
        else:
            later = min(open_gateways.mapped("retry_at"), default=fields.Datetime.add(now, seconds=300))
            reason = message.reason or self.env._("There is no gateway for this message.")
            message._requeue(send_after=later, reason=reason)
        return nothing

    def _begin(self, message, gateway, owner):
        """From here on the message may have left.

        :return: the attempt, or empty when a report or a person has settled the message in the meantime
        """
        now = fields.Datetime.now()
        query = SQL(
            """UPDATE loyalty_sms_message SET state = 'submitting', gateway_id = %s, lease_until = %s
                WHERE id = %s AND state = 'claimed' AND claimed_by = %s RETURNING id""",
            gateway.id,
            fields.Datetime.add(now, seconds=LEASE),
            message.id,
            owner,
        )
        if not message._lock_quietly(query):
            return self.env["loyalty.sms.attempt"]
        values = {"message_id": message.id, "gateway_id": gateway.id, "number": message.number, "round": message.round}
        return self.env["loyalty.sms.attempt"].create(values)

    def _store(self, attempt, outcome):
        """Keep the outcome of an attempt."""
        message, gateway = attempt.message_id._lock(), attempt.gateway_id
        now = fields.Datetime.now()
        vals = {"answered_at": now, "reason": outcome.reason, "code": outcome.code}
        if outcome.provider_ref:
            vals["provider_ref"] = outcome.provider_ref
        attempt.write(vals)
        if outcome.kind == outcomes.ACCEPTED:
            message.cost += outcome.cost or message._estimated_cost(gateway)
            gateway._note_success()
            message._take_state(attempt, "accepted")
        elif outcome.kind == outcomes.UNKNOWN:
            message._take_state(attempt, "unknown", outcome.reason)
            if message.state == "unknown" and message.purpose == "code" and len(message.attempt_ids) < CODE_ATTEMPTS:
                message._requeue(True, fields.Datetime.add(now, seconds=CODE_REPEAT), outcome.reason)
        elif attempt.state in ("submitting", "unknown"):
            attempt.failure_type = outcome.failure
            if outcome.scope == outcomes.GATEWAY:
                gateway._note_failure(outcome, now)
            message._reject(attempt, outcome)

    # === Odoo's own messages === #

    def _sync_all(self, message_ids=None):
        """Show our states on Odoo's own messages. What fails there never stops ours, and waits for the next run."""
        try:
            while self._transaction(lambda: self.env["loyalty.sms.message"]._sync_native(200, message_ids)):
                pass
        except Exception:
            _logger.exception("The states of SMS messages could not be shown on Odoo's own")
            self.env.cr.rollback()
