import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from psycopg2 import errors

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

LEASE = 900  # seconds after which a claim without a sign of life is void even if its connection still stands
SYNC = 1000  # messages whose state is shown on Odoo's own at once
REPEATS = 7  # of a step that met another process
MANY = 1500  # waiting messages for which a second dispatcher helps


class LoyaltySmsDispatcher(models.AbstractModel):
    """Takes messages from the outbox to the gateways, each at most once.

    Three transactions for each request: *claim* its messages, mark them as *submitting* with a reference that reports
    will carry, store the *outcome*. If the process dies after the first, nothing has left and the messages go back to
    the queue. If it dies after the second, nobody can know: the messages are *unknown* until a report, the provider
    or a person tells. A message is never sent again on a guess; only one-time codes, where a second SMS is harmless
    and none is not, are repeated.
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

        A long queue has two dispatchers, each with its own connection to the database and its share of those to the
        gateways: while one waits for the database, the other one goes on.

        :param message_ids: only these; None: all
        :param seconds: after which no more messages are taken
        :return: ``(messages done, messages that could be done now)``
        """
        deadline = time.monotonic() + seconds
        if message_ids is None and self._helps_to_share():
            with ThreadPoolExecutor(1, "sms-dispatcher") as second:
                other = second.submit(self._run_one, None, deadline, share=2)
                done, _left = self._run_one(None, deadline, share=2)
                other_done, remaining = other.result()
            return done + other_done, remaining
        return self._run_one(message_ids, deadline)

    def _run_one(self, message_ids, deadline, share=1):
        """One dispatcher on a connection of its own.

        :param int share: how many share the connections to the gateways
        """
        with self.env.registry.cursor() as cr:
            dispatcher = api.Environment(cr, SUPERUSER_ID, {"loyalty_sms_share": share})[self._name]
            return dispatcher._work(message_ids, deadline)

    def _helps_to_share(self):
        """:return: whether the queue is long, its messages go many in a request, so that the database is what takes
        time, and every gateway has a connection for each of two dispatchers
        """
        query = """SELECT count(*), count(DISTINCT body)
                     FROM (SELECT body FROM loyalty_sms_message WHERE stage = 'open' AND state = 'queued'
                         ORDER BY priority, id LIMIT %s) first"""
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            gateways = env["loyalty.sms.gateway"].search([])  # pylint: disable=no-search-all
            gateways = gateways.filtered(lambda gateway: gateway._kind() is not None)
            [[waiting, texts]] = env.execute_query(SQL(query, MANY))
            many_texts = all(gateway._kind()._batch_texts for gateway in gateways)
            return (
                waiting == MANY
                and (texts <= MANY // 10 or many_texts)
                and all(gateway.connections > 1 for gateway in gateways)
            )

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
        if message_ids is None:  # a code does not wait for that
            self._transaction(lambda: self._recover(owner))
        try:
            done = self._hand_over(lambda: self._take_more(owner, message_ids), owner, deadline)
        finally:
            self.env.cr.rollback()
            self._transaction(lambda: self._release(owner))
        self.env["loyalty.sms.event"]._process_reports(seconds=5)
        self._sync_all()
        remaining = self._transaction(lambda: self.env["loyalty.sms.message"].search_count(self._due(message_ids)))
        return done, remaining

    def _take_more(self, owner, message_ids):
        """Claim messages, see who may get one, and put them together into requests.

        The claim is committed before the weekly limit is looked at: two dispatchers then see each other's.

        :return: ``(how many were claimed, list of `Lane`)``
        """

        def claim():
            self._ripen()
            return self._claim(owner, message_ids)

        ids = self._transaction(claim)
        if not ids:
            return 0, []
        messages = self.env["loyalty.sms.message"].browse(ids)

        def decide():
            may_leave, limits = self._apply_policy(messages)
            return may_leave, limits, None if limits else self._plan(may_leave)

        may_leave, limits, lanes = self._transaction(decide)
        if limits:
            with self._one_at_a_time():
                may_leave -= self._transaction(lambda: self._hold_capped(limits))
            lanes = self._transaction(lambda: self._plan(may_leave))
        return len(ids), lanes

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

    # === Odoo's own messages === #

    def _sync_all(self, message_ids=None, seconds=3600):
        """Show our states on Odoo's own messages. What fails there never stops ours, and waits for the next run.

        :param seconds: after which there is other work to do
        """
        deadline = time.monotonic() + seconds
        try:
            while self._transaction(lambda: self.env["loyalty.sms.message"]._sync_native(SYNC, message_ids)):
                if time.monotonic() > deadline:
                    break
        except Exception:
            _logger.exception("The states of SMS messages could not be shown on Odoo's own")
            self.env.cr.rollback()
