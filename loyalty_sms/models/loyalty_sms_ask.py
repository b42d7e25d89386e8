import logging

from odoo import SUPERUSER_ID, api, fields, models

from ..tools import outcome as outcomes

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

    def _ask_all(self):
        now = fields.Datetime.now()
        gateways = (
            self.env["loyalty.sms.gateway"]
            .search([("active", "=", True)])
            .filtered(lambda gateway: gateway._kind() is not None and gateway._kind()._asks)
        )
        domain = [
            ("gateway_id", "in", gateways.ids),
            ("state", "in", ("unknown", "accepted")),
            ("started_at", "<", fields.Datetime.subtract(now, seconds=PATIENCE)),
            ("started_at", ">", fields.Datetime.subtract(now, hours=HORIZON)),
        ]
        # What was asked least recently comes first, so that every one has its turn.
        attempts = self.env["loyalty.sms.attempt"].search(domain, limit=BATCH, order="reported_at NULLS FIRST, id")
        for attempt in attempts:
            self._ask_one(attempt)
        self._sync_all()
        return len(attempts)

    def _ask_one(self, attempt):
        gateway = attempt.gateway_id
        try:
            state = gateway._kind()._ask(gateway, attempt)
        except Exception:
            _logger.exception("SMS gateway %s could not be asked about attempt %s", gateway.id, attempt.id)
            state = None
        self.env.cr.rollback()
        self._transaction(lambda: self._take_answer(attempt, state))

    def _take_answer(self, attempt, state):
        attempt.message_id._lock()
        if state == "missing":
            if attempt.state == "unknown":  # never got there: certain now, so it may be sent
                reason = self.env._("The provider has never got it.")
                attempt.message_id._reject(attempt, outcomes.rejected(outcomes.GATEWAY, reason))
            return
        attempt.reported_at = fields.Datetime.now()
        if state:
            attempt.message_id._take_state(attempt, state)
