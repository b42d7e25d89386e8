import logging
from collections import defaultdict
from uuid import uuid4

from odoo import fields, models
from odoo.tools import SQL

from ..tools import outcome as outcomes
from ..tools.mask import mask
from ..tools.states import ATTEMPT_RANK, MESSAGE_RANK
from .loyalty_sms_dispatcher import LEASE
from .loyalty_sms_handover import Handover
from .loyalty_sms_message import WIPED

_logger = logging.getLogger(__name__)

CODE_REPEAT = 20  # seconds after which a one-time code of unknown fate is repeated
CODE_ATTEMPTS = 3


class LoyaltySmsDispatcher(models.AbstractModel):
    """What is written before a request leaves, and after it came back."""

    _inherit = "loyalty.sms.dispatcher"

    # === Before === #

    def _begin(self, ready, owner):
        """From here on the messages may have left.

        :param ready: list of ``(lane, message ids)``
        :return: list of `Handover`; messages that a report or a person has settled in the meantime are left out
        """
        if not ready:
            return []
        wanted = [
            (message_id, lane.gateway_id, ref)
            for lane, batch in ready
            for ref in [uuid4().hex if len(batch) > 1 else None]
            for message_id in batch
        ]
        attempt_ids = self._insert_attempts(wanted, owner)
        # All at once, and no more than a request needs.
        self.env["loyalty.sms.attempt"].browse(attempt_ids.values()).fetch(["message_id", "number", "ref", "batch_ref"])
        self.env["loyalty.sms.message"].browse(attempt_ids).fetch(["body", "code", "purpose"])
        begun = []
        for lane, batch in ready:
            message_ids = [id_ for id_ in batch if id_ in attempt_ids]
            attempts = self.env["loyalty.sms.attempt"].browse(attempt_ids[id_] for id_ in message_ids)
            if attempts and (call := self._make_request(lane, attempts)):
                begun.append(Handover(lane, attempts.ids, message_ids, call))
        return begun

    def _insert_attempts(self, wanted, owner):
        """Mark messages as being handed over, each with a new attempt.

        The rows are found by their ids before anything else is asked of them: statistics never know how many are
        claimed just now, and an index on states would then be read once for each message.

        :param wanted: list of ``(message id, gateway id, reference of the request or None)``
        :return: ``{message id: attempt id}``
        """
        now = fields.Datetime.now()
        message_ids, gateway_ids, refs = (list(column) for column in zip(*wanted, strict=True))
        query = SQL(
            """WITH wanted AS (
                    SELECT * FROM unnest(%s::int[], %s::int[], %s::varchar[]) AS w(message_id, gateway_id, batch_ref)),
                ours AS MATERIALIZED (
                    SELECT id, state, claimed_by FROM loyalty_sms_message WHERE id = ANY(%s) FOR NO KEY UPDATE),
                begun AS (
                    UPDATE loyalty_sms_message m
                       SET state = 'submitting', gateway_id = w.gateway_id, lease_until = %s, write_date = %s
                      FROM ours JOIN wanted w ON w.message_id = ours.id
                     WHERE m.id = ours.id AND ours.state = 'claimed' AND ours.claimed_by = %s
                 RETURNING m.id, m.number, m.round, w.gateway_id, w.batch_ref)
            INSERT INTO loyalty_sms_attempt (message_id, number, round, gateway_id, batch_ref, ref, state, started_at)
                 SELECT id, number, round, gateway_id, batch_ref, replace(gen_random_uuid()::varchar, '-', ''),
                        'submitting', %s
                   FROM begun
              RETURNING message_id, id""",
            message_ids, gateway_ids, refs, message_ids, fields.Datetime.add(now, seconds=LEASE), now, owner, now,
        )  # fmt: skip
        self.env["loyalty.sms.message"].flush_model()
        self.env.cr.execute(query, log_exceptions=False)
        rows = dict(self.env.cr.fetchall())
        self.env["loyalty.sms.message"].browse(message_ids).invalidate_recordset(flush=False)
        return rows

    def _make_request(self, lane, attempts):
        """:return: arguments of `exchange`, or None when the provider cannot make a request of these messages"""
        gateway = self.env["loyalty.sms.gateway"].browse(lane.gateway_id)
        provider, message = gateway._kind(), attempts[0].message_id
        try:
            if len(attempts) == 1 and message.code and gateway.code_template and provider._templates:
                call = provider._code_request(gateway, attempts, message.code)
            else:
                call = provider._request(gateway, attempts)
        except Exception as error:  # nothing has left
            text = mask(f"{type(error).__name__}: {error}", gateway._secrets())[:500]
            _logger.error("SMS gateway %s cannot make a request: %s", gateway.id, text)
            for attempt in attempts:
                self._store_one(attempt, outcomes.rejected(outcomes.MESSAGE, text))
            return None
        return call, len(attempts), gateway._secrets()

    # === After === #

    def _store(self, answers):
        """Keep the outcomes of requests.

        :param answers: list of ``(`Handover`, outcomes)``
        :return: ids of the gateways that take no more for a while
        """
        results = {id_: o for handover, given in answers for id_, o in zip(handover.attempt_ids, given, strict=True)}
        message_ids = [id_ for handover, _given in answers for id_ in handover.message_ids]
        self.env["loyalty.sms.message"].browse(message_ids)._lock()
        self._store_accepted({id_: o for id_, o in results.items() if o.kind == outcomes.ACCEPTED})
        others = [id_ for id_, outcome in results.items() if outcome.kind != outcomes.ACCEPTED]
        for attempt in self.env["loyalty.sms.attempt"].browse(others):
            self._store_one(attempt, results[attempt.id])
        return self._note_health(answers)

    def _store_accepted(self, results):
        """The common case, in one statement. States only move up: a report may have been faster than the answer."""
        if not results:
            return
        now = fields.Datetime.now()
        below = [state for state, rank in MESSAGE_RANK.items() if rank < MESSAGE_RANK["accepted"]]
        started = [state for state, rank in ATTEMPT_RANK.items() if rank < ATTEMPT_RANK["accepted"]]
        raised = SQL("(taken.state = 'accepted' AND m.state = ANY(%s))", below)
        query = SQL(
            """WITH answer AS (
                    SELECT * FROM unnest(%s::int[], %s::varchar[], %s::numeric[], %s::varchar[])
                        AS a(id, provider_ref, cost, reason)),
                taken AS (
                    UPDATE loyalty_sms_attempt t
                       SET answered_at = %s, reason = a.reason,
                           provider_ref = coalesce(nullif(a.provider_ref, ''), t.provider_ref),
                           state = CASE WHEN t.state = ANY(%s) THEN 'accepted' ELSE t.state END
                      FROM answer a
                     WHERE t.id = a.id
                 RETURNING t.message_id, t.gateway_id, t.state, a.cost)
            UPDATE loyalty_sms_message m
               SET cost = coalesce(m.cost, 0) + coalesce(nullif(taken.cost, 0), m.parts * g.price, 0),
                   gateway_id = taken.gateway_id,
                   accepted_at = coalesce(m.accepted_at, %s),
                   state = CASE WHEN %s THEN 'accepted' ELSE m.state END,
                   reason = CASE WHEN %s THEN NULL ELSE m.reason END,
                   failure_type = CASE WHEN %s THEN NULL ELSE m.failure_type END,
                   body = CASE WHEN m.purpose = 'code' THEN %s ELSE m.body END,
                   code = NULL,
                   sync_needed = true,
                   write_date = %s
              FROM taken
         LEFT JOIN loyalty_sms_gateway g ON g.id = taken.gateway_id
             WHERE m.id = taken.message_id""",
            list(results),
            [outcome.provider_ref for outcome in results.values()],
            [outcome.cost for outcome in results.values()],
            [outcome.reason for outcome in results.values()],
            now, started, now, raised, raised, raised, WIPED, now,
        )  # fmt: skip
        self.env.flush_all()
        self.env.cr.execute(query, log_exceptions=False)
        for model in ("loyalty.sms.message", "loyalty.sms.attempt"):
            self.env[model].invalidate_model(flush=False)

    def _store_one(self, attempt, outcome):
        """Keep an outcome that is no acceptance."""
        message = attempt.message_id
        now = fields.Datetime.now()
        attempt.write({"answered_at": now, "reason": outcome.reason, "code": outcome.code})
        if outcome.kind == outcomes.UNKNOWN:
            message._take_state(attempt, "unknown", outcome.reason)
            if message.state == "unknown" and message.purpose == "code" and len(message.attempt_ids) < CODE_ATTEMPTS:
                message._requeue(True, fields.Datetime.add(now, seconds=CODE_REPEAT), outcome.reason)
        elif attempt.state in ("submitting", "unknown"):
            attempt.failure_type = outcome.failure
            message._reject(attempt, outcome)

    def _note_health(self, answers):
        """Tell the gateways what their requests have met.

        :return: ids of those that take no more for a while
        """
        met = defaultdict(list)
        for handover, given in answers:
            lane = handover.lane
            met[lane.gateway_id].append((given, not lane.probes.isdisjoint(handover.message_ids)))
        gateways = self.env["loyalty.sms.gateway"].browse(met)._to_note(met)
        return {gateway.id for gateway in gateways if gateway._note(met[gateway.id])}
