from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .loyalty_sms_message import WIPED


class LoyaltySmsMessage(models.Model):
    """What a person decides about messages."""

    _inherit = "loyalty.sms.message"

    evidence = fields.Text(compute="_compute_evidence", help="What is known about a message of unknown fate.")

    can_ask = fields.Boolean(compute="_compute_evidence", help="Whether its provider can be asked what became of it.")

    @api.depends("state", "attempt_ids.state", "attempt_ids.reported_at")
    @api.depends_context("lang", "tz")
    def _compute_evidence(self):
        for message in self:
            attempt = message.attempt_ids[:1] if message.state == "unknown" else message.attempt_ids.browse()
            provider = attempt.gateway_id._kind() if attempt.gateway_id else None
            message.evidence = self._describe_doubt(attempt) if attempt else False
            message.can_ask = provider is not None and provider._asks

    def _describe_doubt(self, attempt):
        provider = attempt.gateway_id._kind() if attempt.gateway_id else None
        begun = format_datetime(self.env, attempt.started_at, dt_format="short")
        if provider is not None and provider._asks and attempt.reported_at:
            asked = format_datetime(self.env, attempt.reported_at, dt_format="short")
            return self.env._(
                "Handed over %(begun)s. The provider was asked %(asked)s and could not tell.", begun=begun, asked=asked
            )
        if provider is not None and provider._asks:
            return self.env._("Handed over %s. The provider will be asked within minutes.", begun)
        if provider is not None and provider._reports:
            return self.env._("Handed over %s. No delivery report has come so far; one would settle it.", begun)
        return self.env._("Handed over %s. This provider neither reports nor can be asked.", begun)

    def _decide(self, states):
        """Lock the records for a decision of the user.

        :param states: states in which the decision makes sense
        """
        self.check_access("read")
        if not self.env.user.has_group("crm_segments.crm_segments_group_user"):
            raise UserError(self.env._("Only users of the customer club decide about messages."))
        messages = self.sudo()
        messages.lock_for_update()
        messages.invalidate_recordset()
        if wrong := messages.filtered(lambda message: message.state not in states):
            raise UserError(
                self.env._("The message to %s has changed in the meantime. Reload the page.", wrong[0].number)
            )
        messages.write({"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()})
        return messages

    def action_send_again(self):
        """Send once more what failed, or what nobody knows the fate of."""
        messages = self._decide(("unknown", "failed"))
        if messages.filtered(lambda message: message.body == WIPED):
            raise UserError(self.env._("A one-time code is not kept. Ask for a new one."))
        messages._requeue(fresh_round=True)
        return True

    def action_mark_sent(self):
        """Take an unknown message as sent."""
        self._decide(("unknown",))._finish(
            "accepted", self.env._("Marked as sent by %s", self.env.user.name), accepted_at=fields.Datetime.now()
        )
        return True

    def action_ask_provider(self):
        """Ask the providers now what became of messages of unknown fate; where they can tell, that settles it."""
        messages = self.filtered(lambda message: message.state == "unknown")
        messages.check_access("read")
        asked = messages.filtered("can_ask")
        if not asked:
            raise UserError(
                self.env._("The providers of these messages cannot be asked. Look them up there, and decide.")
            )
        settled, left = self.env["loyalty.sms.dispatcher"].sudo()._ask_now(asked.attempt_ids.ids)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left else "success",
                "message": self.env._(
                    "%(settled)s settled; of %(left)s the provider cannot tell yet.", settled=settled, left=left
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_cancel(self):
        """Take messages out of the queue."""
        reason = self.env._("Cancelled by %s", self.env.user.name)
        self._decide(("queued", "held"))._finish("canceled", reason, hold_kind=False)
        return True
