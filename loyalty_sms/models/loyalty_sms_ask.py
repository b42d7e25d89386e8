import logging
import time

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..tools import outcome as outcomes
from ..tools.mask import mask

_logger = logging.getLogger(__name__)

PATIENCE = 60  # seconds that a provider gets to know its own message
HORIZON = 40  # hours after which providers forget
BATCH = 200


class LoyaltySmsDispatcher(models.AbstractModel):
    """Asking providers that do not report by themselves, and about messages of unknown fate."""

    _inherit = "loyalty.sms.dispatcher"

    @api.model
    def _cron_ask(self):
        """Scheduled action: ask about unknown attempts, then about accepted ones without a report."""
        with self.env.registry.cursor() as cr:
            done = api.Environment(cr, SUPERUSER_ID, {})[self._name]._ask_all()
        self.env["ir.cron"]._commit_progress(done)

    def _ask_all(self, seconds=50):
        """:return: how many attempts were asked about"""
        deadline, done = time.monotonic() + seconds, 0
        gateways = (
            self.env["loyalty.sms.gateway"]
            .search([("active", "=", True)])
            .filtered(lambda gateway: gateway._kind() is not None and gateway._kind()._asks)
        )
        for gateway in gateways:
            begun = fields.Datetime.now()
            while time.monotonic() < deadline:
                attempts = self._to_ask(gateway, begun)
                if not attempts or not self._ask_batch(gateway, attempts):
                    break
                done += len(attempts)
        self._sync_all()
        return done

    @api.model
    def _ask_now(self, attempt_ids):
        """Ask about attempts of unknown fate because a person looks at them, in transactions of its own.

        :return: ``(how many are settled now, how many are not)``
        :raises UserError: when a provider could not be asked at all
        """
        early = fields.Datetime.subtract(fields.Datetime.now(), seconds=PATIENCE)
        with self.env.registry.cursor() as cr:
            dispatcher = api.Environment(cr, SUPERUSER_ID, {})[self._name]
            attempts = dispatcher.env["loyalty.sms.attempt"].browse(attempt_ids).exists()
            # Younger ones the provider may just not know yet, and would say that it never got them.
            unknown = attempts.filtered(lambda attempt: attempt.state == "unknown" and attempt.started_at < early)
            for gateway, some in unknown.grouped("gateway_id").items():
                for start in range(0, len(some), BATCH):
                    if not dispatcher._ask_batch(gateway, some[start : start + BATCH]):
                        raise UserError(self.env._("%s could not be asked. Try again later.", gateway.name))
            dispatcher._sync_all()
            left = len(attempts.message_id.filtered(lambda message: message.state == "unknown"))
            return len(attempts.message_id) - left, left

    def _to_ask(self, gateway, begun):
        """:return: attempts of a gateway that were not asked about since; least recently asked ones first"""
        domain = [
            ("gateway_id", "=", gateway.id),
            ("state", "in", ("unknown", "accepted")),
            ("started_at", "<", fields.Datetime.subtract(begun, seconds=PATIENCE)),
            ("started_at", ">", fields.Datetime.subtract(begun, hours=HORIZON)),
            "|",
            ("reported_at", "=", False),
            ("reported_at", "<", begun),
        ]
        return self.env["loyalty.sms.attempt"].search(domain, limit=BATCH, order="reported_at NULLS FIRST, id")

    def _ask_batch(self, gateway, attempts):
        """:return: whether the provider could be asked"""
        try:
            states = gateway._kind()._ask_many(gateway, attempts)
        except Exception as error:
            text = mask(f"{type(error).__name__}: {error}", gateway._secrets())
            _logger.error("SMS gateway %s could not be asked about messages: %s", gateway.id, text)
            self.env.cr.rollback()
            return False
        self.env.cr.rollback()
        for attempt in attempts:
            self._transaction(lambda attempt=attempt: self._take_answer(attempt, states.get(attempt.id)))
        return True

    def _take_answer(self, attempt, state):
        attempt.message_id._lock()
        if state == "missing":
            if attempt.state == "unknown":  # never got there: certain now, so it may be sent
                reason = self.env._("The provider has never got it.")
                attempt.message_id._reject(attempt, outcomes.rejected(outcomes.GATEWAY, reason))
            attempt.reported_at = fields.Datetime.now()
            return
        attempt.reported_at = fields.Datetime.now()
        if state:
            attempt.message_id._take_state(attempt, state)
