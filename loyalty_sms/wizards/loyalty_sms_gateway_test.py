from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError


class LoyaltySmsGatewayTest(models.TransientModel):
    """Sends one message through one gateway and shows what became of it."""

    _name = "loyalty.sms.gateway.test"
    _description = "SMS Gateway Test"

    gateway_id = fields.Many2one("loyalty.sms.gateway", required=True, ondelete="cascade", readonly=True)
    number = fields.Char("Mobile Number", required=True, default=lambda self: self.env.user.partner_id.phone)
    body = fields.Text("Text", required=True, default=lambda self: self._default_body())
    message_id = fields.Many2one("loyalty.sms.message", readonly=True, ondelete="set null")
    state = fields.Selection(related="message_id.state")
    reason = fields.Char(related="message_id.why")
    health = fields.Selection(related="gateway_id.health")

    @api.model
    def _default_body(self):
        return self.env._("Test message of %s", self.env.company.name)

    def action_send(self):
        """Put the message into the outbox, to be sent as soon as this request is committed."""
        self.ensure_one()
        self.gateway_id.check_access("write")
        uuid = uuid4().hex
        messages = self.env["loyalty.sms.message"].sudo()
        item = {
            "uuid": uuid,
            "number": self.number,
            "body": self.body,
            "partner_id": self.env.user.partner_id.id,
            "requested_gateway_id": self.gateway_id.id,
        }
        states = messages._enqueue(self.gateway_id.company_id, [item])
        message = messages.search([("uuid", "=", uuid)])
        if not message:
            raise UserError(self.env._("This is not a mobile number.") if states[uuid] else "")
        self.message_id = message
        self.env["loyalty.sms.dispatcher"]._run_after_commit(message.ids, seconds=20)
        return self._reopen()

    def action_refresh(self):
        """Show the state once more."""
        return self._reopen()

    def _reopen(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "name": self.env._("Test Message"),
            "view_mode": "form",
            "target": "new",
        }
