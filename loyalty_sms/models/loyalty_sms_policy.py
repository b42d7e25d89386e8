from odoo import fields, models

from ..tools.quiet import quiet_until


class LoyaltySmsDispatcher(models.AbstractModel):
    """The one place where messages are stopped, whatever app they come from."""

    _inherit = "loyalty.sms.dispatcher"

    def _apply_policy(self, messages):
        """Cancel what must not be sent and hold what must wait.

        :param messages: claimed `loyalty.sms.message`
        :return: those that may leave
        """
        blacklisted = self._blacklisted_numbers(messages)
        blocked = self._blocked_customers(messages)
        opted_out = self.env["loyalty.sms.consent"]._opted_out(messages.company_id, messages.mapped("number"))
        allowed = messages.browse()
        for message in messages:
            until = message._quiet_until()
            if message in blocked:
                message._finish("canceled", self.env._("The customer is blocked."), "blocked")
            elif message.number in blacklisted and message._heeds_blacklist():
                message._finish("canceled", self.env._("The number is on the blacklist."), "blacklist")
            elif message.purpose == "marketing" and (message.company_id.id, message.number) in opted_out:
                message._finish("canceled", self.env._("The customer has opted out."), "optout")
            elif until:
                message._hold(until, self.env._("Quiet hours"))
            else:
                allowed |= message
        return allowed

    def _blacklisted_numbers(self, messages):
        entries = self.env["phone.blacklist"].search([("number", "in", messages.mapped("number"))])
        return set(entries.mapped("number"))

    def _blocked_customers(self, messages):
        """:return: the messages whose customer is blocked, known by record or else by number"""
        if "customer_status_kind" not in self.env["res.partner"]._fields:
            return messages.browse()
        bare = messages.filtered(lambda message: not message.partner_id)
        partners = self.env["res.partner"].search(
            [("phone_sanitized", "in", bare.mapped("number")), ("customer_status_kind", "=", "blocked")]
        )
        numbers = set(partners.mapped("phone_sanitized"))
        return messages.filtered(
            lambda message: (
                message.partner_id.customer_status_kind == "blocked"
                or (not message.partner_id and message.number in numbers)
            )
        )


class LoyaltySmsMessage(models.Model):
    _inherit = "loyalty.sms.message"

    def _heeds_blacklist(self):
        """:return: whether the blacklist stops this message; codes are asked for by the customer himself"""
        return self.purpose == "marketing" or (
            self.purpose == "service" and not self.company_id.loyalty_sms_service_to_blacklisted
        )

    def _quiet_until(self):
        """:return: when this message may leave, or None when it may now"""
        if self.purpose != "marketing":
            return None
        company = self.company_id
        zone = self.partner_id.tz or company.partner_id.tz or company.resource_calendar_id.tz or "UTC"
        return quiet_until(fields.Datetime.now(), zone, company.loyalty_sms_quiet_from, company.loyalty_sms_quiet_to)

    def _hold(self, until, reason):
        """Keep a message for later."""
        self.write({"state": "held", "send_after": until, "reason": reason, "claimed_by": False, "lease_until": False})
        self.env["loyalty.sms.dispatcher"]._wake(until)
