import math
from collections import defaultdict, deque

from odoo import fields, models

from ..tools import outcome as outcomes
from ..tools.batches import Item, cut

MAX_AGE = {"marketing": 72, "service": 72, "code": 1}  # hours after which a message is not worth sending any more
WAIT = 300  # seconds that a message waits when no gateway says when it will be back
TRANSACTION = 0.04  # seconds for which a connection should have something to do while the database is at work
AHEAD = 4  # requests that wait for one connection at most: after a kill nobody knows what became of them


class Lane:
    """The requests that wait for one gateway. Plain values: it outlives the transactions in between.

    :ivar batches: lists of message ids
    :ivar probes: ids of messages that try the gateway out
    :ivar flying: how many requests are recorded and have no answer yet
    :ivar seconds: how long a request takes, as the last ones tell
    :ivar ready_at: monotonic time at which the speed limit lets the next request pass, None: not asked yet
    """

    def __init__(self, gateway_id, batches, connections, speed_limit, probes=()):
        self.gateway_id, self.batches, self.probes = gateway_id, deque(batches), set(probes)
        self.connections, self.speed_limit = connections, speed_limit
        self.flying, self.seconds, self.ready_at = 0, TRANSACTION, None

    def take_over(self, other):
        """Put what waits in another lane of the same gateway behind what waits here; its limits are the newer ones."""
        if other is not self:
            self.batches.extend(other.batches)
            self.probes |= other.probes
            self.connections, self.speed_limit = other.connections, other.speed_limit

    def note_answer(self, seconds):
        """A request has come back after so long."""
        self.flying -= 1
        self.seconds = 0.8 * self.seconds + 0.2 * seconds

    def room(self):
        """How many requests may be recorded now. Of a slow provider one waits for each connection, of a fast one
        several, as a transaction takes as long as several of its answers.

        :rtype: int
        """
        ahead = min(AHEAD, max(1, math.ceil(TRANSACTION / max(self.seconds, 0.001))))
        return self.connections * (1 + ahead) - self.flying

    def waiting(self):
        """:return: how many messages wait"""
        return sum(len(batch) for batch in self.batches)

    def clear(self):
        """:return: ids of the messages that waited, and no longer do"""
        ids = [id_ for batch in self.batches for id_ in batch]
        self.batches.clear()
        self.probes.clear()
        self.ready_at = None
        return ids


class LoyaltySmsDispatcher(models.AbstractModel):
    """Which of the claimed messages go where, together with which others."""

    _inherit = "loyalty.sms.dispatcher"

    def _plan(self, messages):
        """Choose a gateway for each claimed message. What has none waits or fails.

        :param messages: claimed `loyalty.sms.message` that may leave
        :return: list of `Lane`
        """
        now = fields.Datetime.now()
        messages = self._drop_expired(messages, now)
        refused = self._refusals(messages)
        choose, probing, queues, ready = self._chooser(), set(), defaultdict(list), {}
        some_refuse_links = bool(self.env["loyalty.sms.gateway"].search_count([("refuses_links", "=", True)], limit=1))
        for message in messages:
            gateways = choose(message)
            if some_refuse_links and (gateways := self._open_to_links(message, gateways)) is None:
                continue
            fresh = message.id not in refused
            gateway = fresh and ready.get(gateways._ids)
            gateway = gateway or self._first_usable(gateways, refused.get(message.id, {}), probing, now)
            if gateway:
                if fresh and gateway.health == "ready":  # also for the next ones
                    ready[gateways._ids] = gateway
                queues[gateway].append(Item(message.id, message.number, message.body, message.batch_limit))
            else:
                self._put_off(message, gateways, refused.get(message.id, {}), now)
        return [self._lane(gateway, items, gateway in probing) for gateway, items in queues.items()]

    def _drop_expired(self, messages, now):
        oldest = {purpose: fields.Datetime.subtract(now, hours=hours) for purpose, hours in MAX_AGE.items()}
        old = messages.filtered(lambda message: message.queued_at < oldest[message.purpose])
        for message in old:
            message._finish("failed", message.reason or self.env._("No gateway took it in time."), "sms_expired")
        return messages - old

    def _refusals(self, messages):
        """:return: ``{message id: {gateway id: attempt}}`` of what gateways have refused in this round"""
        refused = defaultdict(dict)
        attempts = self.env["loyalty.sms.attempt"].search(
            [
                ("message_id", "in", messages.ids),
                ("state", "=", "rejected"),
                ("scope", "not in", (outcomes.GATEWAY, outcomes.BATCH)),
            ]
        )
        for attempt in attempts:
            if attempt.round == attempt.message_id.round:
                refused[attempt.message_id.id].setdefault(attempt.gateway_id.id, attempt)
        return refused

    def _chooser(self):
        """:return: function of a message that gives the gateways for it, best first; routes are read once"""
        routes, open_ones = {}, {}

        def choose(message):
            if message.requested_gateway_id:
                return message.requested_gateway_id
            key = message.company_id.id, message.purpose
            if key not in routes:
                routes[key] = self.env["loyalty.sms.route"]._choice(message.company_id, message.purpose)
            ids = routes[key](message.number).gateways
            if ids not in open_ones:
                gateways = self.env["loyalty.sms.gateway"].browse(ids)
                open_ones[ids] = gateways.filtered(lambda gateway: not gateway.paused)
            return open_ones[ids]

        return choose

    def _first_usable(self, gateways, refused, probing, now):
        """:param set probing: gateways that one message of this plan tries out; filled here"""
        for gateway in gateways:
            if gateway.id in refused or gateway in probing or not gateway._may_carry(now):
                continue
            if gateway.health == "ready":
                return gateway
            if gateway._take_probe(now):
                probing.add(gateway)
                return gateway
        return None

    def _put_off(self, message, gateways, refused, now):
        """No gateway takes the message now."""
        left = gateways.filtered(lambda gateway: gateway._kind() is not None and gateway.id not in refused)
        if refused and not left:
            attempt = next(iter(refused.values()))
            message._finish("failed", attempt.reason, attempt.failure_type or "unknown")
            return
        later = fields.Datetime.add(now, seconds=WAIT)
        times = [gateway.retry_at for gateway in left if gateway.retry_at]
        reason = message.reason or self.env._("There is no gateway for this message.")
        message._requeue(send_after=max(now, min(times, default=later)), reason=reason)

    def _lane(self, gateway, items, probe):
        provider = gateway._kind()
        size = provider._batch_size if not probe else 1
        if gateway.speed_limit:
            size = min(size, gateway.speed_limit)
        codes = gateway.code_template and provider._templates
        if codes and any(self.env["loyalty.sms.message"].browse(item.id).purpose == "code" for item in items):
            size = 1
        batches = cut(items, size, provider._batch_texts)
        probes = [item.id for item in items] if probe else ()
        connections = max(1, gateway.connections // self.env.context.get("loyalty_sms_share", 1))
        return Lane(gateway.id, batches, connections, gateway.speed_limit, probes)
