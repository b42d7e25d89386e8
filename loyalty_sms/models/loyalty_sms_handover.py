import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack
from typing import NamedTuple

from odoo import models

from ..tools.outcome import ACCEPTED
from ..transport import exchange, keep_connections
from .loyalty_sms_claim import CLAIM

TOGETHER = 0.02  # seconds
KEEP_UP = 3  # seconds between two looks at what others wait for; whoever is accepted and delivered in between is one
MOST = 4 * CLAIM  # claimed messages that wait at most, when one line is slow and another one is idle


class Handover(NamedTuple):
    """A request that is recorded and may leave: plain values, as a thread carries `call`."""

    lane: object
    attempt_ids: list
    message_ids: list
    call: tuple  # arguments of `exchange`

    def reopens(self, given):
        """:return: whether there may be messages in the queue again: refused ones, or those that waited for a probe"""
        return bool(self.lane.probes) or any(outcome.kind != ACCEPTED for outcome in given)


class Traffic(ExitStack):
    """The requests of one run: those that wait for their gateway, and those that are on their way in threads."""

    def __init__(self):
        super().__init__()
        self.lanes, self.flying, self._pools = {}, {}, {}

    def add(self, lanes):
        """Let more requests wait, behind those that do already."""
        for lane in lanes:
            self.lanes.setdefault(lane.gateway_id, lane).take_over(lane)

    def runs_low(self):
        """:return: whether a gateway that could do more has little left to do"""
        waiting = [lane.waiting() for lane in self.lanes.values() if not lane.speed_limit]
        total = sum(lane.waiting() for lane in self.lanes.values())
        return total < MOST and min(waiting, default=total) < CLAIM // 2

    def has_waiting(self):
        """:return: whether any message waits for its turn"""
        return any(lane.batches for lane in self.lanes.values())

    def send(self, handover):
        """Have a thread carry a request; each gateway has threads of its own."""
        lane = handover.lane
        if lane.gateway_id not in self._pools:
            pool = ThreadPoolExecutor(lane.connections, "sms", initializer=keep_connections)
            self._pools[lane.gateway_id] = self.enter_context(pool)
        lane.flying += 1
        self.flying[self._pools[lane.gateway_id].submit(_carry, *handover.call)] = handover

    def wait(self):
        """Wait until a request has come back; a moment longer when others are close behind, for one transaction.

        :return: list of ``(`Handover`, outcomes)``
        """
        if not self.flying:
            if self.has_waiting():
                time.sleep(self._pause())
            return []
        done, left = wait(self.flying, self._pause(), FIRST_COMPLETED)
        if done and left:
            done |= wait(left, TOGETHER).done
        answers = []
        for future in done:
            handover, (outcomes, seconds) = self.flying.pop(future), future.result()
            handover.lane.note_answer(seconds)
            answers.append((handover, outcomes))
        return answers

    def _pause(self):
        """:return: seconds after which a lane may go on by itself"""
        times = [lane.ready_at for lane in self.lanes.values() if lane.batches and lane.ready_at is not None]
        return max(0.001, min(times) - time.monotonic()) if times else 60


def _carry(*call):
    """:return: ``(outcomes of a request, seconds that it took)``; runs in a thread"""
    begin = time.monotonic()
    return exchange(*call), time.monotonic() - begin


class LoyaltySmsDispatcher(models.AbstractModel):
    """Requests to providers, several at a time. Only these run in threads; all work on the database is done here, in
    one transaction for all that has come back and all that goes next."""

    _inherit = "loyalty.sms.dispatcher"

    def _hand_over(self, take_more, owner, deadline):
        """Take messages through their gateways. The next ones are prepared while requests are on their way.

        :param take_more: function that gives how many messages it claimed, and their `Lane`s
        :param float deadline: monotonic time after which nothing new begins
        :return: how many messages were claimed
        """
        done, answers, dry, kept_up = 0, [], False, time.monotonic()
        with Traffic() as traffic:
            while True:
                is_open, more = time.monotonic() < deadline, 0
                if is_open and not dry and traffic.runs_low():
                    more, lanes = take_more()
                    traffic.add(lanes)
                    dry = not more
                    done += more
                ready = self._take_ready(traffic) if is_open else []
                if answers or ready:
                    for handover in self._exchange_records(traffic, answers, ready, owner):
                        traffic.send(handover)
                    dry = dry and not any(handover.reopens(given) for handover, given in answers)
                if more and time.monotonic() > kept_up + KEEP_UP:
                    self._keep_up()
                    kept_up = time.monotonic()
                if not traffic.flying and (not is_open or dry and not traffic.has_waiting()):
                    return done
                answers = traffic.wait()

    def _keep_up(self):
        """What others wait for while requests are on their way. Reports first: what is delivered need not be shown as
        sent before."""
        self.env["loyalty.sms.event"]._process_reports(seconds=0.2)
        self._sync_all(seconds=0.5)

    def _exchange_records(self, traffic, answers, ready, owner):
        """One transaction: what came back is stored, what goes next is marked as being handed over.

        :return: list of `Handover`
        """
        gateways = self.env["loyalty.sms.gateway"].browse({lane.gateway_id for lane, _batch in ready})

        def step():
            closed = self._store(answers) if answers else set()
            closed |= set(gateways.filtered(lambda gateway: gateway.paused or not gateway.active).ids)
            return closed, self._begin([job for job in ready if job[0].gateway_id not in closed], owner)

        closed, begun = self._transaction(step)
        if closed:  # their messages take another gateway or wait
            given_back = [id_ for lane, batch in ready if lane.gateway_id in closed for id_ in batch]
            for gateway_id in closed & traffic.lanes.keys():
                given_back += traffic.lanes[gateway_id].clear()
            self._transaction(lambda: self._release(owner, given_back))
        return begun

    def _take_ready(self, traffic):
        """:return: list of ``(lane, message ids)`` that may leave now"""
        ready = []
        for lane in traffic.lanes.values():
            free = lane.room()
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
