import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack

from odoo import models

from ..transport import exchange

AHEAD = 2  # requests that are ready for each connection, so that none waits for the database
TOGETHER = 0.008  # seconds


class LoyaltySmsDispatcher(models.AbstractModel):
    """Requests to providers, several at a time. Only these run in threads; all work on the database is done here, in
    one transaction for all that has come back and all that goes next."""

    _inherit = "loyalty.sms.dispatcher"

    def _hand_over(self, lanes, owner, deadline):
        """Take the planned requests through their gateways.

        :param lanes: list of `Lane`
        :param float deadline: monotonic time after which nothing new begins
        """
        calls, answers = {}, []
        with ExitStack() as stack:
            pools = {id(lane): stack.enter_context(ThreadPoolExecutor(lane.connections, "sms")) for lane in lanes}
            while True:
                ready = self._take_ready(lanes, calls.values()) if time.monotonic() < deadline else []
                if answers or ready:
                    for lane, attempt_ids, call in self._exchange_records(lanes, answers, ready, owner):
                        calls[pools[id(lane)].submit(exchange, *call)] = lane, attempt_ids
                answers = []
                if calls:
                    for future in self._wait(calls, lanes):
                        _lane, attempt_ids = calls.pop(future)
                        answers.append((attempt_ids, future.result()))
                elif any(lane.batches for lane in lanes) and time.monotonic() < deadline:
                    time.sleep(self._pause(lanes))
                else:
                    return

    def _wait(self, calls, lanes):
        """:return: requests that have come back; a moment longer when others are close behind, for one transaction"""
        done, left = wait(calls, self._pause(lanes), FIRST_COMPLETED)
        if done and left:
            done |= wait(left, TOGETHER).done
        return done

    def _exchange_records(self, lanes, answers, ready, owner):
        """One transaction: what came back is stored, what goes next is marked as being handed over.

        :return: list of ``(lane, attempt ids, arguments of `exchange`)``
        """

        def step():
            closed = self._store(answers) if answers else set()
            return closed, self._begin([job for job in ready if job[0].gateway_id not in closed], owner)

        closed, begun = self._transaction(step)
        for lane in lanes:
            if lane.gateway_id in closed:
                lane.batches.clear()  # still claimed: they are given back, and take another gateway or wait
        return begun

    def _take_ready(self, lanes, flying):
        """:return: list of ``(lane, message ids)`` that may leave now"""
        busy = Counter(id(lane) for lane, _attempt_ids in flying)
        ready = []
        for lane in lanes:
            free = AHEAD * lane.connections - busy[id(lane)]
            while free > 0 and lane.batches and self._has_slot(lane):
                ready.append((lane, lane.batches.popleft()))
                free -= 1
        return ready

    def _has_slot(self, lane):
        """Whether the speed limit of the line lets its next request pass now."""
        if not lane.speed_limit:
            return True
        if lane.ready_at is None:
            gateway = self.env["loyalty.sms.gateway"].browse(lane.gateway_id)
            count = len(lane.batches[0])
            lane.ready_at = time.monotonic() + self._transaction(lambda: gateway._reserve_slots(count))
        if lane.ready_at > time.monotonic():
            return False
        lane.ready_at = None
        return True

    def _pause(self, lanes):
        """:return: seconds after which a lane may go on by itself"""
        times = [lane.ready_at for lane in lanes if lane.batches and lane.ready_at is not None]
        return max(0.001, min(times) - time.monotonic()) if times else 60
