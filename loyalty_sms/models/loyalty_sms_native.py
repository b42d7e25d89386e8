import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import SQL

from ..tools.states import NATIVE

_logger = logging.getLogger(__name__)

# Why a message was cancelled, in the words of Odoo's own failure types.
_CANCELED = {"blacklist": "sms_blacklist", "optout": "sms_optout"}


class LoyaltySmsMessage(models.Model):
    """Showing on Odoo's own records what became of a message: only ever after it, and never in its way."""

    _inherit = "loyalty.sms.message"

    @api.model
    def _sync_native(self, limit, message_ids=None):
        """Show the state of changed messages on Odoo's own messages, notifications and mailing traces.

        :param message_ids: only these; None: all
        :return: how many messages were looked at
        """
        only = SQL("AND id = ANY(%s)", list(message_ids)) if message_ids is not None else SQL()
        busy = (
            SQL("SKIP LOCKED") if message_ids is None else SQL()
        )  # others show what they work on; ours are waited for
        query = "SELECT id FROM loyalty_sms_message WHERE sync_needed %s ORDER BY id LIMIT %s FOR NO KEY UPDATE %s"
        messages = self._lock_quietly(SQL(query, only, limit, busy))
        if not messages:
            return 0
        messages.fetch(["uuid", "state", "failure_type", "reason", "partner_id"])
        for (state, failure_type, reason), group in messages.grouped(
            lambda message: (message.state, message.failure_type or False, message._native_reason())
        ).items():
            natives = self.env["sms.sms"].search([("uuid", "in", group.mapped("uuid"))])
            trackers = self.env["sms.tracker"].search([("sms_uuid", "in", group.mapped("uuid"))])
            try:
                with self.env.cr.savepoint():
                    natives._show_state(NATIVE[state], failure_type)
                    trackers._show_state(NATIVE[state], failure_type, reason)
            except OperationalError:  # another process at work: the whole step is repeated
                raise
            except Exception:  # of another app's notification or mailing; our own row keeps the truth
                _logger.exception("The state %s of SMS messages %s cannot be shown", state, group.ids)
        query = "UPDATE loyalty_sms_message SET sync_needed = false WHERE id = ANY(%s)"
        self.env.cr.execute(SQL(query, messages.ids), log_exceptions=False)
        messages.invalidate_recordset(["sync_needed"], flush=False)
        settled = messages.filtered(lambda message: message.state in ("delivered", "failed"))
        self.env["club.customer.touch"]._mark(settled.partner_id.ids, "sms")
        return len(messages)

    def _native_reason(self):
        return self.reason if self.state in ("failed", "canceled") else False


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _show_state(self, state, failure_type):
        """Take over the state of our message. What failed stays in Odoo's list, so that it can be sent again there."""
        failure_type = _CANCELED.get(failure_type, failure_type)
        if failure_type and failure_type not in dict(self._fields["failure_type"].selection):
            failure_type = "unknown"
        vals = {"state": state, "failure_type": failure_type or False}
        if state == "error":
            vals["to_delete"] = False
        self.filtered(lambda sms: sms.state != state).write(vals)


class SmsTracker(models.Model):
    _inherit = "sms.tracker"

    def _show_state(self, state, failure_type, reason):
        """Bring notifications and mailing traces to the state of our message."""
        if not self:
            return
        if state == "canceled":
            # Odoo refuses to cancel what it has handed over; to us nothing has left yet.
            failure_type = _CANCELED.get(failure_type, "unknown")
            notifications = self.mail_notification_id
            values = {"notification_status": "canceled", "failure_reason": reason}
            if failure_type in dict(notifications._fields["failure_type"].selection):
                values["failure_type"] = failure_type
            notifications.write(values)
            notifications.mail_message_id._notify_message_notification_update()
            self.mailing_trace_id.write(
                {"trace_status": "cancel", "failure_type": failure_type, "failure_reason": reason}
            )
            self._update_sms_mailings("cancel", self.mailing_trace_id)
        elif state == "error" and failure_type in self.env["sms.sms"].DELIVERY_ERRORS:
            self.with_context(sms_known_failure_reason=reason)._action_update_from_provider_error(
                failure_type.removeprefix("sms_")
            )
        elif state == "error":
            self._action_update_from_sms_state("error", failure_type=failure_type or "unknown", failure_reason=reason)
        else:
            self._action_update_from_sms_state(state)
